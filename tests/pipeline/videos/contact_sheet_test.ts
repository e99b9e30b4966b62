import assert from "node:assert/strict";
import { join } from "node:path";
import { runFfmpeg } from "../../datasets/_fixtures.ts";
import { runCommand } from "../../e2e/_command_line.ts";
import { elementsOf, imageOf, readSvg, textsOf } from "../pictures/_read_svg.ts";
import { withFolder } from "../../_temporary_folder.ts";

/** A flat gray of level 100 whatever is cut out of it, and its opposite in the strong views. */
const LEVEL = 100;

const FIELDS = [
  "clip.size=16",
  "clip.decodeShortSide=20",
  "views.strong.policy=randaugment",
  'views.strong.only=["invert"]',
  "views.strong.count=1",
  "views.strong.cutout=0",
  'clip.others={"gradient":{"frames":2,"stride":8,"modality":"gradient"}}',
].flatMap((field) => ["--set", field]);

/** The rows of a sheet, in their order: what they say first, and the level of all their pixels. */
const ROWS: readonly (readonly [start: RegExp, level: number])[] = [
  [/^draw 1: crop \d/, LEVEL],
  [/^draw 2: crop \d/, LEVEL],
  [/^draw 1: crop \d/, LEVEL],
  [/^draw 2: crop \d/, LEVEL],
  ...[1, 2, 3, 4, 5, 6].map((draw) =>
    [new RegExp(`^draw ${draw}: crop .* · invert · gradient: invert$`), 255 - LEVEL] as const
  ),
  [/^crop 1 of 3: crop 20 × 20 at \(0, 0\)$/, LEVEL],
  [/^crop 2 of 3: crop 20 × 20 at \(10, 0\)$/, LEVEL],
  [/^crop 3 of 3: crop 20 × 20 at \(20, 0\)$/, LEVEL],
];

/** Slow and fast frames of a row, and those that show changes. */
const FRAMES = { rgb: 4 + 8, gradient: 2 };

/** What shows that nothing changes, and its opposite. */
const NO_CHANGE = { plain: 127, inverted: 128 };

Deno.test("data sheet draws the views as the networks see them, without the normalization", () =>
  withFolder(async (folder) => {
    const video = join(folder, "gray.avi");
    const gray = `color=c=#646464:size=40x20:rate=30,format=rgb24`;
    await runFfmpeg(["-f", "lavfi", "-i", gray, "-t", "2", "-c:v", "rawvideo", video]);
    const output = join(folder, "gray.svg");
    const { code, stdout, stderr } = await runCommand(folder, [
      "data",
      "sheet",
      video,
      ...["--output", output],
      ...FIELDS,
    ]);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, `Contact sheet: ${output}\n`);
    const svg = readSvg(await Deno.readTextFile(output));
    const captions = textsOf(svg).filter((text) => /^(?:draw|crop) \d/.test(text));
    assert.equal(captions.length, ROWS.length);
    const images = elementsOf(svg, "image").map(imageOf);
    const framesOfRow = FRAMES.rgb + FRAMES.gradient;
    assert.equal(images.length, ROWS.length * framesOfRow);
    ROWS.forEach(([start, level], row) => {
      assert.match(captions[row]!, start);
      const shown = images.slice(row * framesOfRow, (row + 1) * framesOfRow);
      const change = level === LEVEL ? NO_CHANGE.plain : NO_CHANGE.inverted;
      for (const [index, { width, height, data }] of shown.entries()) {
        assert.deepEqual([width, height], [16, 16]);
        const expected = index < FRAMES.rgb ? level : change;
        assert.ok(data.every((value) => value === expected), `${captions[row]}: ${data}`);
      }
    });
    assert.equal(textsOf(svg).filter((text) => text === "gradient").length, ROWS.length);
  }));

Deno.test("data sheet refuses what is not a video, and writes nothing", () =>
  withFolder(async (folder) => {
    const output = join(folder, "none.svg");
    const video = join(folder, "none.avi");
    await Deno.writeTextFile(video, "not a video");
    const { code, stderr } = await runCommand(folder, ["data", "sheet", video, "--output", output]);
    assert.equal(code, 1);
    assert.ok(stderr.startsWith(`error: Cannot decode '${video}': `), stderr);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["none.avi"]);
  }));

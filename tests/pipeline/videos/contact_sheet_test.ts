import assert from "node:assert/strict";
import { join } from "node:path";
import { decode } from "fast-png";
import { ROOT } from "../../_sources.ts";
import { runFfmpeg } from "../../datasets/_fixtures.ts";
import { withFolder } from "../_temporary_folder.ts";

/** A flat gray of level 100 whatever is cut out of it, and its opposite in the strong views. */
const LEVEL = 100;

const FIELDS = [
  "clip.size=16",
  "clip.decodeShortSide=20",
  "views.strong.policy=randaugment",
  'views.strong.only=["invert"]',
  "views.strong.count=1",
  "views.strong.cutout=0",
].flatMap((field) => ["--set", field]);

const DRAWS = { N: 2, W: 2, S: 6, T: 3 };

Deno.test("data sheet draws the views as the networks see them, without the normalization", () =>
  withFolder(async (folder) => {
    const video = join(folder, "gray.avi");
    const gray = `color=c=#646464:size=40x20:rate=30,format=rgb24`;
    await runFfmpeg(["-f", "lavfi", "-i", gray, "-t", "2", "-c:v", "rawvideo", video]);
    const output = join(folder, "gray.png");
    const { code, stdout, stderr } = await sheet(video, "--output", output, ...FIELDS);
    assert.equal(code, 0, stderr);
    const { width, height, data } = decode(await Deno.readFile(output));
    assert.equal(stdout, `${output}: ${width}x${height} pixels\n`);
    // 4 slow and 8 fast frames at either of two rates, 16 pixels at 7 times their size.
    const pixelsOfView = (4 + 8) * (16 * 7) ** 2;
    const count = (level: number) => {
      let pixels = 0;
      for (let at = 0; at < data.length; at += 3) {
        if ([0, 1, 2].every((channel) => data[at + channel] === level)) pixels++;
      }
      return pixels;
    };
    const plain = (DRAWS.N + DRAWS.W + DRAWS.T) * pixelsOfView;
    assert.deepEqual([count(LEVEL), count(255 - LEVEL)], [plain, DRAWS.S * pixelsOfView]);
  }));

Deno.test("data sheet refuses what is no video, and writes nothing", () =>
  withFolder(async (folder) => {
    const output = join(folder, "none.png");
    const video = join(folder, "none.avi");
    await Deno.writeTextFile(video, "not a video");
    const { code, stderr } = await sheet(video, "--output", output);
    assert.equal(code, 1);
    assert.ok(stderr.startsWith(`error: Cannot decode '${video}': `), stderr);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["none.avi"]);
  }));

async function sheet(...words: readonly string[]) {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--allow-all", join(ROOT, "pipeline/cli.ts")]
      .concat("data", "sheet", words),
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

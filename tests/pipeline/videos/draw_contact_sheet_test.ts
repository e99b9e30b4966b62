import assert from "node:assert/strict";
import {
  drawContactSheet,
  type SheetClip,
  type SheetView,
} from "../../../pipeline/videos/draw_contact_sheet.ts";
import {
  elementsOf,
  imageOf,
  numberOf,
  readSvg,
  type SvgElement,
  textsOf,
} from "../pictures/_read_svg.ts";

const SECONDS = { primary: [0, 0.5], auxiliary: [0.25, 0.5, 0.75] };

/** A view whose pixels are numbered on from a level. */
function viewOf(kind: SheetView["kind"], level: number, size = 2): SheetView {
  const frames = (seconds: readonly number[], first: number) => ({
    seconds,
    pixels: Uint8Array.from(
      { length: seconds.length * size ** 2 * 3 },
      (_, index) => (first + index) % 256,
    ),
  });
  return {
    kind,
    name: `draw ${level}`,
    details: "<flipped> & more",
    frames: {
      primary: frames(SECONDS.primary, level),
      auxiliary: frames(SECONDS.auxiliary, level + 100),
    },
  };
}

const CLIPS: readonly SheetClip[] = [
  { name: "primary", word: "slow" },
  { name: "auxiliary", word: "fast" },
];

function draw(views: readonly SheetView[], size = 2, clips = CLIPS): SvgElement {
  const frame = { width: 8, height: 6 };
  return readSvg(drawContactSheet({ path: "videos/für <b>&.mp4", size, frame, clips, views }));
}

Deno.test("drawContactSheet() writes kinds in order N, W, S, T, each with what was drawn", () => {
  const kinds = ["test", "strong", "labeled", "weak"] as const;
  const texts = textsOf(draw(kinds.map((kind, index) => viewOf(kind, index))));
  assert.equal(texts[0], "Views of für <b>&.mp4 as the networks see them");
  assert.deepEqual(texts.filter((text) => /^[A-Z]$/.test(text)), ["N", "W", "S", "T"]);
  assert.deepEqual(
    texts.filter((text) => text.startsWith("draw")),
    [2, 3, 1, 0].map((draw) => `draw ${draw}: <flipped> & more`),
  );
  assert.ok(texts.includes("labeled clip"));
});

Deno.test("drawContactSheet() shows the slow frames above the fast ones, with their times below", () => {
  const view = viewOf("strong", 7);
  const svg = draw([view]);
  const images = elementsOf(svg, "image");
  const levels = Object.values(view.frames).flatMap(({ pixels }) => [...pixels]);
  assert.deepEqual(images.flatMap((image) => [...imageOf(image).data]), levels);
  const left = images.map((image) => numberOf(image, "x"));
  const top = images.map((image) => numberOf(image, "y"));
  assert.deepEqual(left.slice(0, 2), left.slice(2, 4));
  assert.ok(top[0] === top[1] && top[1]! < top[2]! && top[2] === top[4]);
  assert.ok(left[2]! < left[3]! && left[3]! < left[4]!);
  assert.deepEqual(textsOf(svg).filter((text) => /^(slow|fast)$/.test(text)), ["slow", "fast"]);
  const times = elementsOf(svg, "text").filter(({ text }) => text.endsWith(" s"));
  assert.deepEqual(
    times.map(({ text }) => text),
    ["0.00 s", "0.50 s", "0.25 s", "0.50 s", "0.75 s"],
  );
  assert.deepEqual(times.map((time) => numberOf(time, "x")), left);
  for (const [index, time] of times.entries()) {
    const bottom = numberOf(images[index]!, "y") + numberOf(images[index]!, "height");
    assert.ok(numberOf(time, "y") > bottom);
  }
});

Deno.test("drawContactSheet() leaves out kinds without a view", () => {
  const texts = textsOf(draw([viewOf("weak", 0)]));
  assert.deepEqual(texts.filter((text) => /^[A-Z]$/.test(text)), ["W"]);
});

Deno.test("drawContactSheet() has a row for each clip, and explains what clips of changes show", () => {
  const view = viewOf("weak", 0);
  const { auxiliary } = view.frames;
  const frames = { ...view.frames, flow: auxiliary!, near: auxiliary! };
  const svg = draw([{ ...view, frames }], 2, [
    { name: "primary", word: "frames" },
    { name: "auxiliary", word: "gradient" },
    { name: "flow", word: "flow" },
    { name: "near", word: "near flow" },
  ]);
  const texts = textsOf(svg);
  const rows = texts.filter((text) => /^(frames|gradient|flow|near)/.test(text));
  assert.deepEqual(rows, ["frames", "gradient", "flow", "near flow"]);
  assert.equal(elementsOf(svg, "image").length, 2 + 3 * 3);
  for (const words of ["Gradient: each frame", "Flow: how far"]) {
    assert.equal(texts.filter((text) => text.startsWith(words)).length, 1, words);
  }
  // No row's name reaches into its frames.
  const longest = elementsOf(svg, "text").find(({ text }) => text === "near flow");
  assert.ok(longest !== undefined);
  const left = Math.min(...elementsOf(svg, "image").map((image) => numberOf(image, "x")));
  assert.ok(numberOf(longest, "x") + 6 * "near flow".length < left);
  assert.ok(!textsOf(draw([view])).some((text) => /^(Gradient|Flow):/.test(text)));
});

const SCALES: readonly (readonly [size: number, side: number, words: string])[] = [
  [16, 64, "; shown 4 times as large"],
  [32, 64, "; shown 2 times as large"],
  [112, 112, ""],
  [224, 112, "; shown at 1/2 of their size, zoom in for every pixel"],
];

for (const [size, side, words] of SCALES) {
  Deno.test(`drawContactSheet() shows frames of ${size} pixels at ${side}, and says so`, () => {
    const svg = draw([viewOf("weak", 0, size)], size);
    const images = elementsOf(svg, "image");
    for (const image of images) {
      const { width, height } = imageOf(image);
      assert.deepEqual([width, height], [size, size]);
      assert.deepEqual([numberOf(image, "width"), numberOf(image, "height")], [side, side]);
    }
    const line = `Frames of ${size} × ${size} pixels, cut out of 8 × 6${words}. Crops`;
    assert.ok(textsOf(svg).join(" ").includes(line), textsOf(svg).join("\n"));
    const right = Math.max(...images.map((image) => numberOf(image, "x") + side));
    assert.ok(right < numberOf(svg, "width"));
  });
}

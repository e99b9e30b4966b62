import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  drawMotionVideo,
  type MotionClass,
  motionClasses,
  motionFrameCount,
} from "../../datasets/motion/mod.ts";
import { cosineOfTurns, sineOfTurns } from "../../datasets/motion/_waves.ts";

/** The first training video of each class at seed 1 and 40 pixels. */
const expectedHashes: Readonly<Record<MotionClass, string>> = {
  rise: "a5090f8daed1d64c91c43c7417f1adc971b8ceb285875e0913f161966e54eb27",
  fall: "cc57bea89e69b846461ecb7a9a592dd6cfe7d34b8099660cb5e7a93080c2393f",
  grow: "e177ff68562595a4b19fc5409309e468a99c95ff2ea4fc79e4628c60eacedabb",
  shrink: "f5a00b586abe544a096d4e79278c99cb44465cb7b9b5b48e50ef520d464a4f0c",
  bounce: "89c0aeaab1ba16f11d1f59307edf866ca3c978875ccafbed26992293443b6416",
  orbit: "aae0cca7782bbde35acb4df7a4b8497d13574e6101803fcaa8dcca3dc65d324d",
  shake: "37f8a58e1b244ea6beedd78f3cb55ed0fb924d1abb75cece786899efcfb2ab43",
  pulse: "968ceb50cb08dae1cffab5e8e77053451b0e73be7cc4fd20b2639cc0e7ec951c",
};

const first = { split: "train", index: 0, seed: 1, size: 40 } as const;

Deno.test("drawMotionVideo() draws the same pixels on every machine", () => {
  const hashes = Object.fromEntries(
    motionClasses.map((className) => [
      className,
      createHash("sha256").update(drawMotionVideo({ ...first, className })).digest("hex"),
    ]),
  );
  assert.deepEqual(hashes, expectedHashes);
});

Deno.test("drawMotionVideo() gives every frame the size asked for", () => {
  const frames = drawMotionVideo({ ...first, className: "orbit", size: 16 });
  assert.equal(frames.length, motionFrameCount * 16 * 16 * 3);
});

Deno.test("drawMotionVideo() draws another video for another seed, part, index and class", () => {
  const videos = [
    drawMotionVideo({ ...first, className: "rise" }),
    drawMotionVideo({ ...first, className: "rise", seed: 2 }),
    drawMotionVideo({ ...first, className: "rise", split: "test" }),
    drawMotionVideo({ ...first, className: "rise", index: 1 }),
    drawMotionVideo({ ...first, className: "fall" }),
  ];
  const hashes = videos.map((video) => createHash("sha256").update(video).digest("hex"));
  assert.equal(new Set(hashes).size, videos.length);
});

Deno.test("sineOfTurns() and cosineOfTurns() follow the circle within 2e-4", () => {
  for (let step = -300; step <= 300; step++) {
    const turns = step / 100;
    assert.ok(Math.abs(sineOfTurns(turns) - Math.sin(2 * Math.PI * turns)) < 2e-4);
    assert.ok(Math.abs(cosineOfTurns(turns) - Math.cos(2 * Math.PI * turns)) < 2e-4);
  }
});

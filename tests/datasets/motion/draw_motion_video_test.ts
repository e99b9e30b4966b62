import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  drawMotionVideo,
  MOTION_CLASSES,
  MOTION_FRAME_COUNT,
  type MotionClass,
} from "../../../datasets/motion/mod.ts";

/** The first training video of each class at seed 1 and 40 pixels. */
const EXPECTED_HASHES: Readonly<Record<MotionClass, string>> = {
  slide: "49c99e457c23d694ff208f798ffdddd82d4447e95207f33b493cd026d6afe3e8",
  sweep: "35e38bfac482467f47542c4f8b80806e818ea25d397f528c618cf9275220d801",
  nod: "2531e61680553e3c66a14ce26ec528f87b9e57b536a2a3a878d4602ebe0b0a00",
  shake: "5196a9667d2ff611c135015f04eeb2e1b89e16b3d59f477f5b174d2c0d16d162",
  bounce: "19a78ee34a837322b1ed172744c8fa58bab59b84c89e2271c6964200a59ed140",
  orbit: "0b7119b4e8b6962342d005e2386a3868f106a0502a9e365b3e83e861764b0680",
  zoom: "da706e5a86a215c9aeb29682a0fee20ccf28999dc843e9f50b39c068b521c952",
  pulse: "ba147377e7145a5a88744b2478815e3e852dcba0b13842aeb9f4f1e5d5444c98",
};

const FIRST = { split: "train", index: 0, seed: 1, size: 40 } as const;

Deno.test("drawMotionVideo() draws the same pixels on every machine", () => {
  const hashes = Object.fromEntries(
    MOTION_CLASSES.map((className) => [
      className,
      createHash("sha256").update(drawMotionVideo({ ...FIRST, className })).digest("hex"),
    ]),
  );
  assert.deepEqual(hashes, EXPECTED_HASHES);
});

Deno.test("drawMotionVideo() gives every frame the size asked for", () => {
  const frames = drawMotionVideo({ ...FIRST, className: "orbit", size: 16 });
  assert.equal(frames.length, MOTION_FRAME_COUNT * 16 * 16 * 3);
});

Deno.test("drawMotionVideo() draws another video for another seed, part, index and class", () => {
  const videos = [
    drawMotionVideo({ ...FIRST, className: "slide" }),
    drawMotionVideo({ ...FIRST, className: "slide", seed: 2 }),
    drawMotionVideo({ ...FIRST, className: "slide", split: "test" }),
    drawMotionVideo({ ...FIRST, className: "slide", index: 1 }),
    drawMotionVideo({ ...FIRST, className: "sweep" }),
  ];
  const hashes = videos.map((video) => createHash("sha256").update(video).digest("hex"));
  assert.equal(new Set(hashes).size, videos.length);
});

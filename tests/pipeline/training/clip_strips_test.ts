import "../../_tensorflow.ts";
import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { readClipStrips } from "../../../pipeline/training/clip_strips.ts";

Deno.test("readClipStrips() undoes the normalization and puts frames beside each other", () => {
  // Two clips of one row of two frames, 1 × 1 pixels of three colors.
  const levels = [10, 20, 30, 40, 50, 60, 0, 255, 128, 1, 2, 3];
  const mean = [0.1, 0.2, 0.3] as const;
  const std = [0.5, 0.25, 2] as const;
  const normalized = levels.map((level, index) =>
    (level / 255 - mean[index % 3]!) / std[index % 3]!
  );
  const clips = tf.tensor5d(normalized, [2, 2, 1, 1, 3]);
  const { strips, ...size } = readClipStrips(clips, 3, { mean, std });
  clips.dispose();
  assert.deepEqual(size, { height: 1, width: 2 });
  assert.deepEqual(strips.map((strip) => [...strip]), [levels.slice(0, 6), levels.slice(6)]);
});

Deno.test("readClipStrips() takes eight frames at equal distances, in fractions of their size", () => {
  const frames = 32;
  const size = 112;
  const clips = tf.tidy(() => {
    const values = tf.range(0, frames).div(255).reshape([1, frames, 1, 1, 1]);
    return values.tile([1, 1, size, size, 3]) as tf.Tensor5D;
  });
  const { strips, height, width } = readClipStrips(clips, 1, { mean: 0, std: 1 });
  clips.dispose();
  assert.deepEqual([height, width], [56, 8 * 56]);
  const row = strips[0]!.subarray(0, width * 3);
  const shown = Array.from({ length: 8 }, (_, frame) => row[frame * 56 * 3]);
  assert.deepEqual(shown, [2, 6, 10, 14, 18, 22, 26, 30]);
});

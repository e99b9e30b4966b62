import assert from "node:assert/strict";
import { autocontrast, equalize } from "../../../operators/device/_histogram_operations.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";

/** One frame of one row whose red, green and blue are given. */
function row(...pixels: [number, number, number][]): tf.Tensor4D {
  return tf.tensor4d([[pixels]]);
}

/** The values of one channel. */
function channelOf(frames: tf.Tensor4D, channel: number): number[] {
  return Array.from(frames.dataSync()).filter((_, index) => index % 3 === channel);
}

tidyTest("autocontrast() stretches each channel on its own, except one of a single level", () => {
  const stretched = autocontrast(row([50, 7, 0], [100, 7, 255]));
  assert.deepEqual(channelOf(stretched, 0), [0, 255]);
  assert.deepEqual(channelOf(stretched, 1), [7, 7]);
  assert.deepEqual(channelOf(stretched, 2), [0, 255]);
});

tidyTest("equalize() does not change a channel with a step of 0", () => {
  const frames = row([10, 7, 0], [20, 7, 255]);
  assert.deepEqual(equalize(frames).dataSync(), frames.dataSync());
});

tidyTest("equalize() spreads the levels of a channel evenly", () => {
  const levels = Array.from({ length: 512 }, (_, index) => 100 + Math.floor(index / 256));
  const frames = tf.tensor4d([[levels.map((level) => [level, level, level])]]);
  // The step is 256 / 255, rounded down: the lower level has no pixels below it, the upper one 256.
  const expected = levels.map((level) => level === 100 ? 0 : 255);
  assert.deepEqual(channelOf(equalize(frames), 0), expected);
});

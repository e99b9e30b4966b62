import { FusedKernel, tf } from "../../runtime/mod.ts";
import { checkFramePairs } from "./_frame_pairs.ts";

/**
 * Computes the temporal gradient of frames: trunc((frame - next + 255) / 2). It is 127 where nothing
 * changes, brighter where light goes away, darker where light comes.
 *
 * Cutting and mirroring commute with it, and scaling up to rounding: compute it once for all views of
 * a clip, from the frames as they were decoded, whose levels are whole.
 *
 * @param frames `[frames, height, width, 3]`, whole levels from 0 to 255; stays the caller's.
 * @param next For each frame the next one of the video at its native rate; stays the caller's.
 * @returns Integers from 0 to 255 in the same shape, float32; the caller's to dispose.
 * @throws {RangeError} If the shapes differ.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { temporalGradient } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * tf.tidy(() => {
 *   const frame = tf.tensor4d([[[[0, 100, 255]]]]);
 *   const next = tf.tensor4d([[[[0, 51, 0]]]]);
 *   assert.deepEqual(temporalGradient(frame, next).arraySync(), [[[[127, 152, 255]]]]);
 * });
 * ```
 */
export function temporalGradient(frames: tf.Tensor4D, next: tf.Tensor4D): tf.Tensor4D {
  checkFramePairs(frames, next, "temporal gradient");
  return tf.tidy(() =>
    HALVED_DIFFERENCE.run(tf.cast(frames, "float32"), tf.cast(next, "float32"))[0]
  );
}

const HALVED_DIFFERENCE = new FusedKernel(
  "temporal_gradient",
  ["float32"],
  (frames: tf.Tensor4D, next: tf.Tensor4D) => {
    return [tf.floor(tf.mul<tf.Tensor4D>(tf.add(tf.sub(frames, next), 255), 0.5))];
  },
);

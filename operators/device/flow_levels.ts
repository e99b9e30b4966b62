import { tf } from "../../runtime/mod.ts";
import type { SpatialPlan } from "../clip.ts";

/** Displacement in pixels that is shown as the darkest or the brightest level. */
const LARGEST = 20;

/**
 * Turns crops of optical flow into images: right, down and speed as three channels, (u / 40 + 0.5),
 * (v / 40 + 0.5) and |(u, v)| / 20 times 255, each limited to 20 pixels. Displacements are first
 * made those of the crop: scaled with its box, and mirrored with it.
 *
 * @param cropped `[clips × frames, height, width, 2]`, what {@linkcode cropFrames} made of
 * {@linkcode opticalFlow}'s result by `plans`; stays the caller's.
 * @param plans One for each clip.
 * @returns Levels from 0 to 255, `[clips × frames, height, width, 3]`; the caller's to dispose.
 * @throws {RangeError} If the number of frames is not a multiple of the number of plans.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { cropFrames, flowLevels } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * tf.tidy(() => {
 *   const flow = tf.tensor4d([[[[4, 0], [4, 0]], [[4, 0], [4, 0]]]]);
 *   const plans = [{ box: { top: 0, left: 0, height: 2, width: 2 }, flip: true }];
 *   const levels = flowLevels(cropFrames(flow, plans, [1, 1]), plans);
 *   assert.deepEqual(levels.round().arraySync(), [[[[115, 128, 26]]]]);
 * });
 * ```
 */
export function flowLevels(cropped: tf.Tensor4D, plans: readonly SpatialPlan[]): tf.Tensor4D {
  const [count, height, width] = cropped.shape;
  const framesPerClip = count / plans.length;
  if (!Number.isInteger(framesPerClip)) {
    throw new RangeError(
      `Cannot show flow as the number of frames must be a multiple of ${plans.length} plans: ` +
        `current value is ${count}`,
    );
  }
  const factors = plans.flatMap(({ box, flip }) => {
    const right = width / box.width;
    const factor = [flip ? -right : right, height / box.height];
    return Array.from({ length: framesPerClip }, () => factor);
  });
  return tf.tidy(() => {
    const flow = tf.mul(cropped, tf.tensor4d(factors.flat(), [count, 1, 1, 2]));
    const speed = tf.sqrt(tf.sum(tf.square(flow), 3, true));
    return tf.concat<tf.Tensor4D>([
      tf.add(tf.mul(tf.clipByValue(flow, -LARGEST, LARGEST), 127.5 / LARGEST), 127.5),
      tf.mul(tf.minimum(speed, LARGEST), 255 / LARGEST),
    ], 3);
  });
}

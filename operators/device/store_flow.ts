import { tf } from "../../runtime/mod.ts";

/** How displacements are stored in a byte: 0 is exactly `zero`, so that still points stay still. */
export const STORED_FLOW = {
  /** The largest displacement in pixels; longer ones are cut to it. */
  largest: 20,
  /** The level of no displacement. */
  zero: 127,
  /** Levels a pixel. */
  levelsPerPixel: 127 / 20,
} as const;

/**
 * Turns optical flow into images that can be stored: the displacement to the right as red, the one
 * down as green, each limited to 20 pixels and rounded to 1/127 of that; blue says nothing.
 * {@linkcode restoreFlow} makes flow of them again.
 *
 * @param flow `[frames, height, width, 2]`, in pixels, as {@linkcode opticalFlow} computes it; stays
 * the caller's.
 * @returns Levels from 0 to 254, int32 `[frames, height, width, 3]`; the caller's to dispose.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { storeFlow } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const images = tf.tidy(() => storeFlow(tf.tensor4d([[[[0, -20], [1, 99]]]])));
 * assert.deepEqual([...images.dataSync()], [127, 0, 127, 133, 254, 127]);
 * images.dispose();
 * ```
 */
export function storeFlow(flow: tf.Tensor4D): tf.Tensor4D {
  const { largest, zero, levelsPerPixel } = STORED_FLOW;
  return tf.tidy(() => {
    const limited = tf.clipByValue(flow, -largest, largest);
    const levels = tf.add(tf.round(tf.mul(limited, levelsPerPixel)), zero) as tf.Tensor4D;
    return tf.cast(tf.pad(levels, [[0, 0], [0, 0], [0, 0], [0, 1]], zero), "int32");
  });
}

import { tf } from "../../runtime/mod.ts";
import { STORED_FLOW } from "./store_flow.ts";

/**
 * Returns the optical flow that images of {@linkcode storeFlow} show, each displacement within 0.08
 * pixels of what it was.
 *
 * @param images `[frames, height, width, 3]`, levels from 0 to 254; stay the caller's.
 * @returns `[frames, height, width, 2]`, displacements to the right and down, in pixels; the
 * caller's to dispose.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { restoreFlow } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const flow = tf.tidy(() => restoreFlow(tf.tensor4d([[[[127, 0, 127]]]])));
 * assert.deepEqual([...flow.round().dataSync()], [0, -20]);
 * ```
 */
export function restoreFlow(images: tf.Tensor4D): tf.Tensor4D {
  const { zero, levelsPerPixel } = STORED_FLOW;
  return tf.tidy(() => {
    const levels = tf.slice(images, [0, 0, 0, 0], [-1, -1, -1, 2]);
    return tf.div<tf.Tensor4D>(tf.sub(tf.cast(levels, "float32"), zero), levelsPerPixel);
  });
}

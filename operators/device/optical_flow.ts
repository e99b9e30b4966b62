import { tf } from "../../runtime/mod.ts";
import { flowImages, halved } from "./_flow_images.ts";
import { checkFramePairs } from "./_frame_pairs.ts";
import { type FlowField, refineFlow, scaleFlow, zeroFlow } from "./_tv_l1.ts";

/** Options of {@linkcode opticalFlow}. */
export interface FlowOptions {
  /**
   * Number of scales, each half as large as the one before; fewer if a side would be shorter than
   * 16 pixels.
   *
   * @default 5
   */
  readonly scales?: number | undefined;
  /**
   * How often the next frame is warped by the flow found so far, at each scale.
   *
   * @default 5
   */
  readonly warps?: number | undefined;
  /**
   * Iterations after each warp.
   *
   * @default 10
   */
  readonly iterations?: number | undefined;
}

/** Length in pixels below which no side is halved. */
const SHORTEST_SIDE = 16;

/**
 * Computes dense optical flow between pairs of frames: where each pixel of a frame is in the next
 * one. TV-L1 (Zach, Pock and Bischof, 2007) with fixed numbers of iterations, from coarse to fine,
 * as in TVNet (Fan et al., 2018).
 *
 * @param frames `[pairs, height, width, 3]`, RGB levels from 0 to 255; stays the caller's.
 * @param next For each frame the next one of the video at its native rate; stays the caller's.
 * @returns `[pairs, height, width, 2]`, displacements to the right and down, in pixels; the
 * caller's to dispose.
 * @throws {RangeError} If the shapes differ.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { opticalFlow } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * tf.tidy(() => {
 *   const frames = tf.randomUniform<tf.Rank.R4>([1, 24, 32, 3], 0, 255);
 *   const still = opticalFlow(frames, frames);
 *   assert.deepEqual([still.shape, still.abs().max().arraySync()], [[1, 24, 32, 2], 0]);
 * });
 * ```
 */
export function opticalFlow(
  frames: tf.Tensor4D,
  next: tf.Tensor4D,
  options: FlowOptions = {},
): tf.Tensor4D {
  const { scales = 5, warps = 5, iterations = 10 } = options;
  checkFramePairs("optical flow", frames, next);
  return tf.tidy(() => {
    const pyramid = [flowImages(frames, next)];
    while (pyramid.length < scales && isHalvable(pyramid.at(-1)!.first)) {
      pyramid.push(halved(pyramid.at(-1)!));
    }
    let flow: FlowField | undefined;
    for (const images of pyramid.toReversed()) {
      const { shape } = images.first;
      const start: FlowField = flow === undefined ? zeroFlow(shape) : scaleFlow(flow, shape);
      const refined = refineFlow(start, images, { warps, iterations });
      flow = refined;
    }
    return tf.transpose<tf.Tensor4D>(flow!, [1, 2, 3, 0]);
  });
}

function isHalvable({ shape: [, height, width] }: tf.Tensor3D): boolean {
  return Math.min(height, width) >= 2 * SHORTEST_SIDE;
}

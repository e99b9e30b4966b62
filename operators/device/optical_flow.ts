import { tf } from "../../runtime/mod.ts";
import { type FlowImages, flowImages, halvedImages } from "./_flow_images.ts";
import type { FlowField } from "./_flow_residual.ts";
import { checkFramePairs } from "./_frame_pairs.ts";
import { refineFlow, type Refinement } from "./_tv_l1.ts";

/** Options of {@linkcode opticalFlow}. */
export interface FlowOptions {
  /**
   * Number of scales, each half as large as the one before. Frames that would get shorter than 16
   * pixels are not halved again.
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

/** What {@linkcode opticalFlow} does if nothing else is said. */
export const FLOW_SETTINGS = {
  scales: 5,
  warps: 5,
  iterations: 10,
} as const satisfies FlowOptions;

/** Length in pixels that no side is halved below. */
const SHORTEST_SIDE = 16;

/**
 * Pairs whose flow is computed at once, and the maximum of their pixels, each of which takes about
 * 120 bytes. Kernels are compiled for a number of pairs: with a fixed one, batches share them.
 */
const AT_ONCE = { pairs: 8, pixels: 2 ** 20 };

/**
 * Computes dense optical flow between pairs of frames: how far each pixel of a frame is from its
 * position in the next one.
 *
 * TV-L1 (Zach, Pock, Bischof 2007) from coarse to fine with fixed numbers of iterations, as in TVNet
 * (Fan et al. 2018), so that it can be compiled. Next frames say nothing about pixels that leave the
 * frame: these follow their neighbors. No gradient passes through it.
 *
 * Eight pairs take 0.5 s at 340 × 256 and 0.11 s at 160 × 112 on two cores of an EPYC. The first
 * frames of a size take two to three seconds of processor time more.
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
  checkFramePairs(frames, next, "optical flow");
  const {
    scales = FLOW_SETTINGS.scales,
    warps = FLOW_SETTINGS.warps,
    iterations = FLOW_SETTINGS.iterations,
  } = options;
  checkCounts({ scales, warps, iterations });
  const [count, height, width] = frames.shape;
  if (Math.min(height, width) < 2) {
    throw new RangeError(
      `Cannot compute optical flow as height and width must be at least 2: ` +
        `current value is ${height}×${width}`,
    );
  }
  const pairsThatFit = Math.max(1, Math.floor(AT_ONCE.pixels / (height * width)));
  const pairsAtOnce = Math.min(AT_ONCE.pairs, pairsThatFit);
  return tf.tidy(() => {
    const parts: tf.Tensor4D[] = [];
    for (let start = 0; start < count; start += pairsAtOnce) {
      const pairs = Math.min(pairsAtOnce, count - start);
      parts.push(tf.tidy(() => {
        const images = flowImages(part(frames, start, pairs), part(next, start, pairs));
        const flow = flowBetween(pyramidOf(images, scales), { warps, iterations });
        return tf.transpose<tf.Tensor4D>(flow, [1, 2, 3, 0]);
      }));
    }
    return parts.length === 1 ? parts[0]! : tf.concat(parts);
  });
}

function checkCounts(counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) {
    if (Number.isInteger(count) && count >= 1) continue;
    throw new RangeError(
      `Cannot compute optical flow as '${name}' must be a positive integer: ` +
        `current value is ${count}`,
    );
  }
}

function part(frames: tf.Tensor4D, start: number, count: number): tf.Tensor4D {
  return tf.slice(frames, [start, 0, 0, 0], [count, -1, -1, -1]);
}

/** Returns the images at all scales, the largest first. */
function pyramidOf(images: FlowImages, scales: number): [FlowImages, ...FlowImages[]] {
  const pyramid: [FlowImages, ...FlowImages[]] = [images];
  let smallest = images;
  while (pyramid.length < scales && isHalvable(smallest)) {
    smallest = halvedImages(smallest);
    pyramid.push(smallest);
  }
  return pyramid;
}

function isHalvable({ shape: [, , height, width] }: FlowImages): boolean {
  return Math.min(height, width) >= 2 * SHORTEST_SIDE;
}

/** Computes the flow of the largest images, from the smallest ones on. */
function flowBetween(
  [images, ...smaller]: readonly [FlowImages, ...FlowImages[]],
  refinement: Refinement,
): FlowField {
  return tf.tidy(() => {
    const [next, ...others] = smaller;
    const start = next === undefined
      ? tf.zerosLike(images)
      : resized(flowBetween([next, ...others], refinement), images.shape);
    return refineFlow(start, images, refinement);
  });
}

/** Returns the flow at another size of the frames: displacements grow with them. */
function resized(flow: FlowField, shape: FlowField["shape"]): FlowField {
  const [, count, oldHeight, oldWidth] = flow.shape;
  const [, , height, width] = shape;
  const planes = flow.reshape<tf.Tensor4D>([2 * count, oldHeight, oldWidth, 1]);
  const factors = tf.tensor4d([width / oldWidth, height / oldHeight], [2, 1, 1, 1]);
  return tf.image.resizeBilinear(planes, [height, width], false, true)
    .reshape<FlowField>(shape)
    .mul(factors);
}

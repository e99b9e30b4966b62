import type { tf } from "../tfjs.ts";
import {
  planConvolution,
  planFilterGradient,
  planForward,
  planInput,
  planInputGradient,
} from "./_convolution_plan.ts";
import { differentiable } from "./_differentiable.ts";

/** Options of {@linkcode convolution}. */
export interface ConvolutionOptions {
  /**
   * Step between output pixels.
   *
   * @default 1
   */
  readonly stride?: number | undefined;
  /**
   * Step between output frames.
   *
   * @default 1
   */
  readonly frameStride?: number | undefined;
  /**
   * Whether the input gets a gradient: a network's first layer saves that work.
   *
   * @default true
   */
  readonly inputGradient?: boolean;
}

/**
 * Convolves over frames, height and width, zero-padded by half the filter on every side, as PyTorch
 * does with `padding = kernel // 2`.
 *
 * A filter over one frame runs as a 2D convolution of all frames, a filter over one pixel as a 2D
 * convolution over (frames, pixels), a 1×1×1 filter as one matrix product: reshapes are free, and
 * these are at least as fast as the 3D convolution.
 *
 * @param x [batch, frames, height, width, channels in]
 * @param filter [frames, height, width, channels in, channels out], odd extents
 * @returns [batch, ⌈frames / frameStride⌉, ⌈height / stride⌉, ⌈width / stride⌉, channels out]
 * @throws {RangeError} If an extent of the filter is even.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { convolution } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const clip = tf.tensor5d([1, 10, 100], [1, 1, 1, 3, 1]);
 * const sumOfThree = tf.ones<tf.Rank.R5>([1, 1, 3, 1, 1]);
 * assert.deepEqual([...convolution(clip, sumOfThree).dataSync()], [11, 111, 110]);
 * ```
 */
export function convolution(
  x: tf.Tensor5D,
  filter: tf.Tensor5D,
  { stride = 1, frameStride = 1, inputGradient = true }: ConvolutionOptions = {},
): tf.Tensor5D {
  const { shape } = filter;
  const plan = planConvolution(x.shape, shape, { stride, frameStride });
  const inputs = inputGradient ? [x, filter] : [filter];
  return differentiable<tf.Tensor5D, [input: tf.Tensor, filter: tf.Tensor]>(inputs, (save) => {
    const input = planInput(plan, x);
    save([input, filter]);
    return {
      value: planForward(plan, input, filter),
      gradients: (dy, [input, filter]) => {
        const filterGradient = planFilterGradient(plan, input, shape, dy);
        if (!inputGradient) return [filterGradient];
        return [planInputGradient(plan, filter, x.shape, dy), filterGradient];
      },
    };
  });
}

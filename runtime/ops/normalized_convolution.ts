import { tidyTree } from "../tensor_tree.ts";
import type { tf } from "../tfjs.ts";
import { batchNormGradients } from "./_batch_norm_gradients.ts";
import type { BatchNormParameters, NormalizedBy } from "./_batch_norm_parameters.ts";
import { batchStatistics } from "./_batch_statistics.ts";
import {
  planConvolution,
  planFilterGradient,
  planForward,
  planInput,
  planInputGradient,
} from "./_convolution_plan.ts";
import { differentiable } from "./_differentiable.ts";
import { normalizeAndRectify, rectifyAgain } from "./_normalize.ts";
import type { BatchNormResult } from "./batch_norm.ts";
import type { ConvolutionOptions } from "./convolution.ts";

/** Options of {@linkcode normalizedConvolution}. */
export interface NormalizedConvolutionOptions
  extends Pick<ConvolutionOptions, "stride" | "frameStride"> {
  /** Whether to normalize by the batch and update the running statistics. */
  readonly training: boolean;
}

/** What the gradient needs. */
type Saved = [
  filter: tf.Tensor5D,
  x: tf.Tensor5D,
  weight: tf.Tensor1D,
  bias: tf.Tensor1D,
  ...NormalizedBy,
];

/**
 * Computes `convolution(relu(batchNorm(x)))`, the middle of a residual block, with the same result
 * as the three ops. Of the tensors between two convolutions only `x` is kept: the normalized,
 * rectified and padded values are recomputed in the backward pass, in the pass over memory that the
 * ReLU's gradient needs anyway.
 *
 * @param x [batch, frames, height, width, channels in]
 * @param filter [frames, height, width, channels in, channels out], odd extents
 * @throws {RangeError} If an extent of the filter is even.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { normalizedConvolution } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const [zero, one] = [tf.tensor1d([0]), tf.tensor1d([1])];
 * const norm = { weight: one, bias: zero, runningMean: zero, runningVariance: one };
 * const clip = tf.tensor5d([10, 30], [1, 2, 1, 1, 1]); // normalized: -1 and 1
 * const double = tf.tensor5d([2], [1, 1, 1, 1, 1]);
 * const { output } = normalizedConvolution(clip, norm, double, { training: true });
 * assert.deepEqual([...tf.round(output).dataSync()], [0, 2]);
 * ```
 */
export function normalizedConvolution(
  x: tf.Tensor5D,
  parameters: BatchNormParameters,
  filter: tf.Tensor5D,
  { stride = 1, frameStride = 1, training }: NormalizedConvolutionOptions,
): BatchNormResult {
  const { weight, bias, exchange, meeting } = parameters;
  const { shape: inputShape } = x;
  const { shape: filterShape } = filter;
  const plan = planConvolution(inputShape, filterShape, { stride, frameStride });
  return tidyTree(() => {
    const { normalizedBy, ...running } = batchStatistics(x, parameters, training);
    const output = differentiable<tf.Tensor5D, Saved>([x, weight, bias, filter], (save) => {
      save([filter, x, weight, bias, ...normalizedBy]);
      const rectified = normalizeAndRectify(x, { weight, bias, normalizedBy });
      return {
        value: planForward(plan, planInput(plan, rectified), filter),
        gradients: (dy, [filter, x, weight, bias, ...normalizedBy]) => {
          const rectifiedGradient = planInputGradient(plan, filter, inputShape, dy);
          const normalization = { weight, bias, normalizedBy };
          const [rectified, normalizedGradient] = rectifyAgain(x, normalization, rectifiedGradient);
          return [
            ...batchNormGradients({
              dy: normalizedGradient,
              x,
              weight,
              normalizedBy,
              training,
              exchange,
              meeting,
            }),
            planFilterGradient(plan, planInput(plan, rectified), filterShape, dy),
          ];
        },
      };
    });
    return { output, ...running };
  });
}

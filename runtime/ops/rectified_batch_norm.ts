import { tidyTree } from "../tensor_tree.ts";
import type { tf } from "../tfjs.ts";
import { batchNormGradients } from "./_batch_norm_gradients.ts";
import type { BatchNormParameters, NormalizedBy } from "./_batch_norm_parameters.ts";
import { batchStatistics } from "./_batch_statistics.ts";
import { differentiable } from "./_differentiable.ts";
import { normalizeAddAndRectify, normalizeAndRectify, rectifiedGradient } from "./_normalize.ts";
import type { BatchNormResult } from "./batch_norm.ts";

/** Options of {@linkcode rectifiedBatchNorm}. */
export interface RectifiedBatchNormOptions {
  /** Whether to normalize by the batch and update the running statistics. */
  readonly training: boolean;
  /** Added before the ReLU, in the shape of `x`: the shortcut of a residual block. */
  readonly addend?: tf.Tensor5D | undefined;
}

/** What the gradient needs. */
type Saved = [x: tf.Tensor5D, weight: tf.Tensor1D, y: tf.Tensor5D, ...NormalizedBy];

/**
 * Computes `relu(batchNorm(x) + addend)`, the end of a residual block, with the same result as the
 * three ops but in one pass over memory after the batch's statistics.
 *
 * @param x [batch, frames, height, width, channels]
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { rectifiedBatchNorm } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const [zero, one] = [tf.tensor1d([0]), tf.tensor1d([1])];
 * const norm = { weight: one, bias: zero, runningMean: zero, runningVariance: one };
 * const clip = tf.tensor5d([10, 30], [1, 2, 1, 1, 1]); // normalized: -1 and 1
 * const { output } = rectifiedBatchNorm(clip, norm, { training: true });
 * assert.deepEqual([...tf.round(output).dataSync()], [0, 1]);
 * ```
 */
export function rectifiedBatchNorm(
  x: tf.Tensor5D,
  parameters: BatchNormParameters,
  { training, addend }: RectifiedBatchNormOptions,
): BatchNormResult {
  const { weight, bias, exchange, meeting } = parameters;
  const addends = addend === undefined ? [] : [addend];
  return tidyTree(() => {
    const { normalizedBy, ...running } = batchStatistics(x, parameters, training);
    const output = differentiable<tf.Tensor5D, Saved>([x, weight, bias, ...addends], (save) => {
      const normalization = { weight, bias, normalizedBy };
      const value = addend === undefined
        ? normalizeAndRectify(x, normalization)
        : normalizeAddAndRectify(x, normalization, addend);
      save([x, weight, value, ...normalizedBy]);
      return {
        value,
        gradients: (outputGradient, [x, weight, y, ...normalizedBy]) => {
          const dy = rectifiedGradient(outputGradient, y);
          const gradients = batchNormGradients({
            dy,
            x,
            weight,
            normalizedBy,
            training,
            exchange,
            meeting,
          });
          return [...gradients, ...addends.map(() => dy)];
        },
      };
    });
    return { output, ...running };
  });
}

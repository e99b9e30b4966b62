import { tidyTree } from "../tensor_tree.ts";
import type { tf } from "../tfjs.ts";
import { batchNormGradients } from "./_batch_norm_gradients.ts";
import type {
  BatchNormParameters,
  NormalizedBy,
  RunningStatistics,
} from "./_batch_norm_parameters.ts";
import { batchStatistics } from "./_batch_statistics.ts";
import { differentiable } from "./_differentiable.ts";
import { normalize } from "./_normalize.ts";

/** What {@linkcode batchNorm} returns. */
export interface BatchNormResult extends RunningStatistics {
  /** The values [batch, frames, height, width, channels]. */
  readonly output: tf.Tensor5D;
}

/**
 * Computes batch normalization over all axes but the last, as `torch.nn.BatchNorm3d`: in training
 * by the batch's mean and biased variance, whose unbiased form updates the running statistics by
 * `momentum`; otherwise by the running statistics. Gradients for `x`, `weight` and `bias`.
 *
 * @param x [batch, frames, height, width, channels]
 * @param training Whether to normalize by the batch and update the running statistics; otherwise
 * they are returned unchanged.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { batchNorm } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const [zero, one] = [tf.tensor1d([0]), tf.tensor1d([1])];
 * const parameters = { weight: one, bias: zero, runningMean: zero, runningVariance: one };
 * const { output } = batchNorm(tf.tensor5d([10, 30], [1, 2, 1, 1, 1]), parameters, true);
 * assert.deepEqual([...tf.round(output).dataSync()], [-1, 1]);
 * ```
 */
export function batchNorm(
  x: tf.Tensor5D,
  parameters: BatchNormParameters,
  training: boolean,
): BatchNormResult {
  type Saved = [x: tf.Tensor5D, weight: tf.Tensor1D, ...NormalizedBy];
  const { weight, bias, exchange, meeting } = parameters;
  return tidyTree(() => {
    const { normalizedBy, ...running } = batchStatistics(x, parameters, training);
    const output = differentiable<tf.Tensor5D, Saved>([x, weight, bias], (save) => {
      save([x, weight, ...normalizedBy]);
      return {
        value: normalize(x, { weight, bias, normalizedBy }),
        gradients: (dy, [x, weight, ...normalizedBy]) =>
          batchNormGradients({ dy, x, weight, normalizedBy, training, exchange, meeting }),
      };
    });
    return { output, ...running };
  });
}

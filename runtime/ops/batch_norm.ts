import type { tf } from "../tfjs.ts";
import {
  type BatchNormParameters,
  normalize,
  normalizeGradients,
  type RunningStatistics,
} from "./_batch_norm_passes.ts";
import { differentiable } from "./_differentiable.ts";

/** What {@link batchNorm} gives back. */
export interface BatchNormResult extends RunningStatistics {
  readonly output: tf.Tensor5D;
}

/**
 * Batch normalization over all axes but the last, as `torch.nn.BatchNorm3d`: in training by the
 * batch's mean and biased variance, whose unbiased form moves the running statistics by
 * `momentum`; otherwise by the running statistics. Gradients for `x`, `weight` and `bias`.
 *
 * @param x [batch, frames, height, width, channels]
 * @param training whether to normalize by the batch and move the running statistics; without it they
 * come back as they are
 */
export function batchNorm(
  x: tf.Tensor5D,
  parameters: BatchNormParameters,
  training: boolean,
): BatchNormResult {
  const { weight, bias } = parameters;
  // Outside the differentiable part, whose one output cannot carry the statistics too.
  const normalized = normalize(x, parameters, training);
  const output = differentiable<tf.Tensor5D>([x, weight, bias], (save) => {
    save([x, weight, ...normalized.normalizedBy]);
    return {
      value: normalized.value.clone(),
      gradients: (dy, [x, weight, ...normalizedBy]) =>
        normalizeGradients(dy, x as tf.Tensor5D, weight!, normalizedBy, training),
    };
  });
  normalized.dispose();
  const { runningMean, runningVariance } = normalized;
  return { output, runningMean, runningVariance };
}

import { device } from "../device.ts";
import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import {
  type BatchNormParameters,
  EPSILON,
  normalize,
  normalizeGradients,
} from "./_batch_norm_passes.ts";
import {
  planConvolution,
  planFilterGradient,
  planForward,
  planInput,
  planInputGradient,
} from "./_convolution_plan.ts";
import { differentiable } from "./_differentiable.ts";
import type { BatchNormResult } from "./batch_norm.ts";
import type { ConvolutionOptions } from "./convolution.ts";

/** Options for {@link normalizedConvolution}. */
export interface NormalizedConvolutionOptions extends Pick<ConvolutionOptions, "stride"> {
  /** Whether to normalize by the batch and move the running statistics. */
  readonly training: boolean;
}

/**
 * `convolution(relu(batchNorm(x)))`, the middle of a residual block, with the same numbers. Of the tensors
 * between two convolutions only `x` is kept: normalized and rectified values, and their padding, are made
 * again on the way back, in the pass over memory that the ReLU's gradient needs anyway.
 *
 * @param x [batch, frames, height, width, channels in]
 * @param filter [frames, height, width, channels in, channels out], odd extents
 * @throws {RangeError} for an even kernel extent
 */
export function normalizedConvolution(
  x: tf.Tensor5D,
  parameters: BatchNormParameters,
  filter: tf.Tensor5D,
  { stride = 1, training }: NormalizedConvolutionOptions,
): BatchNormResult {
  const { weight, bias } = parameters;
  const { shape } = filter;
  const { shape: inputShape } = x;
  const plan = planConvolution(x.shape, shape, stride);
  const normalized = normalize(x, parameters, training);
  const output = differentiable<tf.Tensor5D>([x, weight, bias, filter], (save) => {
    save([filter, x, weight, bias, ...normalized.normalizedBy]);
    return {
      value: planForward(plan, planInput(plan, tf.relu(normalized.value)), filter),
      gradients: (dy, [filter, x, weight, bias, ...normalizedBy]) => {
        const forActive = planInputGradient(plan, filter!, inputShape, dy);
        const [mean, spread] = normalizedBy;
        const scale = tf.mul(weight!, inverseDeviation(spread!, training));
        const [active, forNormalized] = AGAIN.run(x!, forActive, mean!, scale, bias!);
        return [
          ...normalizeGradients(
            forNormalized as tf.Tensor5D,
            x as tf.Tensor5D,
            weight!,
            normalizedBy,
            training,
          ),
          planFilterGradient(plan, planInput(plan, active!), shape, dy),
        ];
      },
    };
  });
  normalized.dispose();
  const { runningMean, runningVariance } = normalized;
  return { output, runningMean, runningVariance };
}

function inverseDeviation(spread: tf.Tensor, training: boolean): tf.Tensor {
  // See `Normalized.normalizedBy`.
  if (training && device().kind === "gpu") return spread;
  return tf.rsqrt(tf.add(spread, EPSILON));
}

/** From x and the gradient of the rectified values to these, and the gradient of the normalized ones. */
const AGAIN = new FusedKernel(
  "normalized_again",
  ["operand", 0],
  (x, dy, mean, scale, bias) => {
    const normalized = tf.add(tf.mul(tf.sub(x!, mean!), scale!), bias!);
    return [tf.relu(normalized), tf.mul(dy!, tf.cast(tf.greater(normalized, 0), "float32"))];
  },
);

import { attr } from "../attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { differentiable, FLOAT } from "./_differentiable.ts";

/** Added to the variance before the root: PyTorch's default. */
const EPSILON = 1e-5;

/** PyTorch's default. */
const MOMENTUM = 0.1;

/** What {@link batchNorm} normalises by; each tensor is [channels]. */
export interface BatchNormParameters {
  readonly weight: tf.Tensor1D;
  readonly bias: tf.Tensor1D;
  readonly runningMean: tf.Tensor1D;
  readonly runningVariance: tf.Tensor1D;
  /** Share of a batch's statistics in those it moves; with 1 they become the batch's own. @default 0.1 */
  readonly momentum?: number;
}

/** What {@link batchNorm} gives back. */
export interface BatchNormResult {
  readonly output: tf.Tensor5D;
  /** In training the updated statistics (new tensors), otherwise those passed in. */
  readonly runningMean: tf.Tensor1D;
  readonly runningVariance: tf.Tensor1D;
}

/**
 * Batch normalisation over all axes but the last, as `torch.nn.BatchNorm3d`: in training by the
 * batch's mean and biased variance, whose unbiased form moves the running statistics by
 * `momentum`; otherwise by the running statistics. Gradients for `x`, `weight` and `bias`.
 *
 * @param x [batch, frames, height, width, channels]
 * @param training whether to normalise by the batch and move the running statistics; without it they
 * come back as they are
 */
export function batchNorm(
  x: tf.Tensor5D,
  parameters: BatchNormParameters,
  training: boolean,
): BatchNormResult {
  const { weight, bias, runningMean, runningVariance, momentum = MOMENTUM } = parameters;
  const [batch, frames, height, width, channels] = x.shape;
  const attributes = [
    FLOAT,
    attr.type("U", "float32"),
    attr.float("epsilon", EPSILON),
    attr.string("data_format", "NHWC"),
    attr.bool("is_training", training),
  ];
  const images = [batch * frames, height, width, channels];
  // Outside the differentiable part, whose one output cannot carry the statistics too.
  const outputs = tf.tidy(() =>
    nativeOp(
      "FusedBatchNormV3",
      [...attributes, attr.float("exponential_avg_factor", training ? momentum : 1)],
      [tf.reshape(x, images), weight, bias, runningMean, runningVariance],
      6,
    )
  );
  const [y, mean, variance, batchMean, batchVariance, reserve] = outputs as [
    tf.Tensor4D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const normalisedBy = training ? [batchMean, batchVariance] : [runningMean, runningVariance];
  const output = differentiable<tf.Tensor5D>([x, weight, bias], (save) => {
    save([x, weight, ...normalisedBy, reserve]);
    return {
      value: tf.reshape(y, x.shape),
      gradients: (dy, [x, ...rest]) => {
        const inputs = [tf.reshape(dy, images), tf.reshape(x!, images), ...rest];
        const [forX, forWeight, forBias] = nativeOp("FusedBatchNormGradV3", attributes, inputs, 5);
        return [tf.reshape(forX!, dy.shape), forWeight!, forBias!];
      },
    };
  });
  tf.dispose([y, batchMean, batchVariance, reserve]);
  if (training) return { output, runningMean: mean, runningVariance: variance };
  tf.dispose([mean, variance]);
  return { output, runningMean, runningVariance };
}

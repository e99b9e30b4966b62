import { device } from "../device.ts";
import { tf } from "../tfjs.ts";
import { withoutTape } from "../without_tape.ts";
import { EPSILON, nativeBatchNorm, nativeBatchNormGradients } from "./_batch_norm_native.ts";
import { batchMoments, stagedGradients } from "./_batch_norm_staged.ts";

/** Share of a batch's statistics in the updated ones: PyTorch's default. */
const MOMENTUM = 0.1;

/** Parameters and statistics of a batch normalization; each tensor is [channels]. */
export interface BatchNormParameters {
  /** Scale. */
  readonly weight: tf.Tensor1D;
  /** Shift. */
  readonly bias: tf.Tensor1D;
  /** Mean over the batches so far. */
  readonly runningMean: tf.Tensor1D;
  /** Variance over the batches so far. */
  readonly runningVariance: tf.Tensor1D;
  /**
   * Share of a batch's statistics in the updated ones; 1 replaces them by the batch's.
   *
   * @default 0.1
   */
  readonly momentum?: number | undefined;
}

/** What batch normalization returns besides its values, each [channels]. */
export interface RunningStatistics {
  /** In training the updated mean (a new tensor), otherwise the one passed in. */
  readonly runningMean: tf.Tensor1D;
  /** In training the updated variance (a new tensor), otherwise the one passed in. */
  readonly runningVariance: tf.Tensor1D;
}

/**
 * Mean and spread used to normalize, and what else TensorFlow's gradient op reads ("reserve
 * space"). The spread is the variance, but on a GPU in training 1 / deviation (the documentation of
 * `FusedBatchNormV3`: "inverted variance in the cuDNN case").
 */
export type NormalizedBy = [mean: tf.Tensor1D, spread: tf.Tensor1D, reserve: tf.Tensor];

/** Result of {@linkcode normalize}: the values, and what the gradient needs. */
export interface Normalized extends RunningStatistics {
  /** The values, in the shape of `x`. */
  readonly value: tf.Tensor5D;
  /** What the gradient needs. */
  readonly normalizedBy: Readonly<NormalizedBy>;
  /** Frees all tensors but the running statistics that it returns. */
  dispose(): void;
}

/**
 * Normalizes `x` [batch, frames, height, width, channels]. The tensors are the caller's; no
 * gradient passes.
 */
export function normalize(
  x: tf.Tensor5D,
  parameters: BatchNormParameters,
  training: boolean,
): Normalized {
  return withoutTape(() =>
    training ? normalizeByBatch(x, parameters) : normalizeByRunning(x, parameters)
  );
}

function normalizeByBatch(x: tf.Tensor5D, parameters: BatchNormParameters): Normalized {
  const [value, runningMean, runningVariance, ...normalizedBy] = tf.tidy(() =>
    hasOwnBatchNorm() ? normalizeByOp(x, parameters) : normalizeByMoments(x, parameters)
  );
  return {
    value,
    runningMean,
    runningVariance,
    normalizedBy,
    dispose: () => tf.dispose([value, ...normalizedBy]),
  };
}

/**
 * Whether TensorFlow's batch norm is used in training: cuDNN's on a GPU. On the processor the op
 * adds up in float32 one value after another, which is 1e-4 to 1e-2 off for a million values.
 */
function hasOwnBatchNorm(): boolean {
  return device().kind === "gpu";
}

type TrainingTensors = [
  value: tf.Tensor5D,
  runningMean: tf.Tensor1D,
  runningVariance: tf.Tensor1D,
  ...NormalizedBy,
];

function normalizeByOp(x: tf.Tensor5D, parameters: BatchNormParameters): TrainingTensors {
  const { weight, bias, runningMean: mean, runningVariance: variance } = parameters;
  const { momentum = MOMENTUM } = parameters;
  return nativeBatchNorm(x, { weight, bias, mean, variance, momentum });
}

function normalizeByMoments(x: tf.Tensor5D, parameters: BatchNormParameters): TrainingTensors {
  const { weight, bias, runningMean, runningVariance, momentum = MOMENTUM } = parameters;
  const { mean, variance } = batchMoments(x);
  const [value, , , , , reserve] = nativeBatchNorm(x, { weight, bias, mean, variance });
  const rows = x.size / x.shape[4];
  const unbiased = tf.mul<tf.Tensor1D>(variance, rows / Math.max(1, rows - 1));
  return [
    value,
    mixed(runningMean, mean, momentum),
    mixed(runningVariance, unbiased, momentum),
    mean,
    variance,
    reserve,
  ];
}

/** Computes (1 - share) · before + share · batch. */
function mixed(before: tf.Tensor1D, batch: tf.Tensor1D, share: number): tf.Tensor1D {
  return tf.add(tf.mul(before, 1 - share), tf.mul(batch, share));
}

function normalizeByRunning(x: tf.Tensor5D, parameters: BatchNormParameters): Normalized {
  const { weight, bias, runningMean, runningVariance } = parameters;
  const inputs = { weight, bias, mean: runningMean, variance: runningVariance };
  const [value, reserve] = tf.tidy(() => {
    const [value, , , , , reserve] = nativeBatchNorm(x, inputs);
    return [value, reserve] as const satisfies tf.Tensor[];
  });
  return {
    value,
    runningMean,
    runningVariance,
    normalizedBy: [runningMean, runningVariance, reserve],
    dispose: () => tf.dispose([value, reserve]),
  };
}

/** What {@linkcode normalizeGradients} needs. */
export interface NormalizeGradientInputs {
  /** The gradient of the values, in the shape of `x`. */
  readonly dy: tf.Tensor5D;
  /** The input [batch, frames, height, width, channels]. */
  readonly x: tf.Tensor5D;
  /** Scale [channels]. */
  readonly weight: tf.Tensor;
  /** As {@linkcode normalize} returned it. */
  readonly normalizedBy: Readonly<NormalizedBy>;
  /** Whether the values were normalized by the batch. */
  readonly training: boolean;
}

/** Computes the gradients of `x`, `weight` and `bias`. */
export function normalizeGradients(
  inputs: NormalizeGradientInputs,
): [x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor] {
  if (hasOwnBatchNorm()) return nativeBatchNormGradients(inputs);
  const { normalizedBy, training } = inputs;
  const [mean] = normalizedBy;
  return stagedGradients({
    ...inputs,
    mean,
    inverseDeviation: inverseDeviation(normalizedBy, training),
  });
}

/** Computes 1 / deviation [channels]. */
export function inverseDeviation(
  [, spread]: Readonly<NormalizedBy>,
  training: boolean,
): tf.Tensor1D {
  // See `NormalizedBy`.
  if (training && hasOwnBatchNorm()) return spread;
  return tf.rsqrt(tf.add<tf.Tensor1D>(spread, EPSILON));
}

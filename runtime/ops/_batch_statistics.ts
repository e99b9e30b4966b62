import type { Exchange } from "../collectives/_exchange.ts";
import { device } from "../device.ts";
import { tf } from "../tfjs.ts";
import { withoutTape } from "../without_tape.ts";
import {
  type BatchNormParameters,
  type BatchStatistics,
  EPSILON,
  type NormalizedBy,
} from "./_batch_norm_parameters.ts";
import { collectiveGather } from "./_collective_gather.ts";
import { meet } from "./_meet.ts";
import { asImages, nativeStatistics } from "./_native_batch_norm.ts";
import type { OfRows } from "./batch_parts.ts";
import { sumsAround } from "./_staged_sums.ts";

/** Share of a batch's statistics in the updated ones: PyTorch's default. */
const MOMENTUM = 0.1;

/**
 * Computes what to normalize `x` [batch, frames, height, width, channels] by, and the running
 * statistics. No gradient passes.
 */
export function batchStatistics(
  x: tf.Tensor5D,
  parameters: BatchNormParameters,
  training: boolean,
): BatchStatistics {
  return withoutTape(() => {
    if (!training) return runningStatistics(parameters);
    return usesNativeBatchNorm(parameters)
      ? nativeStatistics(x, { ...parameters, momentum: parameters.momentum ?? MOMENTUM })
      : stagedStatistics(x, parameters);
  });
}

/**
 * Whether TensorFlow's own batch norm is used in training: cuDNN's on a GPU, for the batch of one
 * worker. That on the processor adds up in float32 one value after another, which for a million
 * values is 1e-4 to 1e-2 off.
 */
export function usesNativeBatchNorm(
  { exchange }: Pick<BatchNormParameters, "exchange">,
): boolean {
  return device().kind === "gpu" && exchange === undefined;
}

function runningStatistics(
  { runningMean, runningVariance, epsilon }: BatchNormParameters,
): BatchStatistics {
  const normalizedBy: NormalizedBy = [runningMean, inverseDeviationOf(runningVariance, epsilon)];
  return { runningMean, runningVariance, normalizedBy };
}

/** Statistics of some rows, each [channels]. */
type Moments = [mean: tf.Tensor1D, variance: tf.Tensor1D];

type Statistics = [
  runningMean: tf.Tensor1D,
  runningVariance: tf.Tensor1D,
  mean: tf.Tensor1D,
  inverseDeviation: tf.Tensor1D,
];

function stagedStatistics(
  x: tf.Tensor5D,
  { runningMean, runningVariance, momentum = MOMENTUM, epsilon, exchange, meeting }:
    BatchNormParameters,
): BatchStatistics {
  const own = { vectors: batchMoments(x), rows: x.size / x.shape[4] };
  const [updatedMean, updatedVariance, ...normalizedBy] = meet<Moments, Statistics>(
    meeting,
    own,
    (parts) => {
      const all = momentsOfParts(parts);
      const { vectors: [mean, variance], rows } = exchange === undefined
        ? all
        : momentsOfWorkers(all, exchange);
      const unbiased = tf.mul<tf.Tensor1D>(variance, rows / Math.max(1, rows - 1));
      return [
        mixed(runningMean, mean, momentum),
        mixed(runningVariance, unbiased, momentum),
        mean,
        inverseDeviationOf(variance, epsilon),
      ];
    },
    4,
  );
  return { runningMean: updatedMean, runningVariance: updatedVariance, normalizedBy };
}

function inverseDeviationOf(variance: tf.Tensor1D, epsilon = EPSILON): tf.Tensor1D {
  // TensorFlow's `Rsqrt` is off in the last digits.
  return tf.div(1, tf.sqrt(tf.add(variance, epsilon)));
}

/** Computes (1 - share) · before + share · batch. */
function mixed(before: tf.Tensor1D, batch: tf.Tensor1D, share: number): tf.Tensor1D {
  return tf.add(tf.mul(before, 1 - share), tf.mul(batch, share));
}

/** Computes the moments of the rows of all parts. */
function momentsOfParts(parts: readonly OfRows<Moments>[]): OfRows<Moments> {
  const [first] = parts as readonly [OfRows<Moments>];
  if (parts.length === 1) return first;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const shares = tf.tensor2d(parts.map((part) => [part.rows / rows]));
  const all = tf.stack(parts.map(({ vectors }) => tf.stack(vectors))) as tf.Tensor3D;
  return { vectors: joined(all, (values) => tf.sum(tf.mul(values, shares), 0)), rows };
}

/** Computes the moments of the rows of all workers, which have equally many. */
function momentsOfWorkers(
  { vectors, rows }: OfRows<Moments>,
  exchange: Exchange,
): OfRows<Moments> {
  const all = collectiveGather(tf.stack([tf.stack(vectors)]) as tf.Tensor3D, exchange);
  return { vectors: joined(all, (values) => tf.mean(values, 0)), rows: rows * exchange.group.size };
}

/**
 * Joins moments.
 *
 * @param all [parts, 2, channels]
 * @param mean The mean over the parts, by their rows.
 */
function joined(all: tf.Tensor3D, mean: (values: tf.Tensor2D) => tf.Tensor1D): Moments {
  const [means, variances] = tf.unstack(all, 1) as [tf.Tensor2D, tf.Tensor2D];
  const joint = mean(means);
  const between = mean(tf.square(tf.sub(means, joint)));
  return [joint, tf.add(mean(variances), between)];
}

function batchMoments(x: tf.Tensor5D): Moments {
  const rows = x.size / x.shape[4];
  // Around a value near the mean, sums of squares lose nothing by cancellation.
  const center = meanOfMiddleRows(x);
  const [sum, squares] = sumsAround(x, center);
  const shift = tf.div<tf.Tensor1D>(sum, rows);
  const mean = tf.add<tf.Tensor1D>(center, shift);
  // Rounding may leave a variance of zero slightly negative.
  const variance = tf.relu<tf.Tensor1D>(tf.sub(tf.div(squares, rows), tf.square(shift)));
  return [mean, variance];
}

/** Computes the mean over the middle row of each frame. */
function meanOfMiddleRows(x: tf.Tensor5D): tf.Tensor1D {
  const images = asImages(x);
  const [count, height, width, channels] = images.shape;
  const rows = tf.slice(images, [0, height >> 1, 0, 0], [count, 1, width, channels]);
  return tf.mean(tf.reshape(rows, [count * width, channels]), 0);
}

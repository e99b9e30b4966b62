import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import type { BatchNormGradientInputs } from "./_batch_norm_parameters.ts";
import { usesNativeBatchNorm } from "./_batch_statistics.ts";
import { collectiveReduce } from "./_collective_reduce.ts";
import { meet } from "./_meet.ts";
import { nativeGradients } from "./_native_batch_norm.ts";
import type { OfRows } from "./batch_parts.ts";
import { sumsWith } from "./_staged_sums.ts";

/** Computes the gradients of `x`, `weight` and `bias`. */
export function batchNormGradients(
  inputs: BatchNormGradientInputs,
): [x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor] {
  const { dy, x, weight, training, normalizedBy: [mean, inverseDeviation] } = inputs;
  if (training && usesNativeBatchNorm(inputs)) return nativeGradients(inputs);
  const [sum, products] = sumsWith(dy, x, mean);
  const weightGradient = tf.mul(products, inverseDeviation);
  const vectors: Means = [sum, tf.mul(weightGradient, inverseDeviation)];
  const [dyMean, slope] = training
    ? jointMeans({ vectors, rows: x.size / x.shape[4] }, inputs)
    : [tf.zerosLike(mean), tf.zerosLike(mean)];
  const scale = tf.mul(weight, inverseDeviation);
  const [xGradient] = INPUT_GRADIENT.run(dy, x, mean, scale, dyMean, slope);
  return [xGradient, weightGradient, sum];
}

type Means = [dyMean: tf.Tensor1D, slope: tf.Tensor1D];

/** Returns the means over all rows that were normalized together, from the sums over some. */
function jointMeans(
  sums: OfRows<Means>,
  { exchange, meeting }: Pick<BatchNormGradientInputs, "exchange" | "meeting">,
): Means {
  return meet<Means, Means>(backOf(meeting), sums, (parts) => {
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    const means = [0, 1].map((index) => {
      const sums = parts.map(({ vectors }) => vectors[index]!);
      return tf.div<tf.Tensor1D>(sums.reduce((total, sum) => tf.add(total, sum)), rows);
    });
    if (exchange === undefined) return means as Means;
    const reduced = collectiveReduce(tf.stack(means), backOf(exchange), { result: "mean" });
    return tf.unstack(reduced) as Means;
  }, 2);
}

/** The exchange or meeting of the backward pass. */
function backOf<T extends { readonly name: string } | undefined>(place: T): T {
  return place && { ...place, name: `${place.name}: gradient` };
}

const INPUT_GRADIENT = new FusedKernel(
  "batch_norm_gradient",
  [1],
  (
    dy: tf.Tensor5D,
    x: tf.Tensor5D,
    mean: tf.Tensor,
    scale: tf.Tensor,
    dyMean: tf.Tensor,
    slope: tf.Tensor,
  ) => {
    const projection = tf.mul(tf.sub(x, mean), slope);
    return [tf.mul<tf.Tensor5D>(tf.sub(tf.sub(dy, dyMean), projection), scale)];
  },
);

import type { Exchange } from "../collectives/_exchange.ts";
import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import type { BatchNormGradientInputs } from "./_batch_norm_parameters.ts";
import { usesNativeBatchNorm } from "./_batch_statistics.ts";
import { collectiveReduce } from "./_collective_reduce.ts";
import { nativeGradients } from "./_native_batch_norm.ts";
import { sumsWith } from "./_staged_sums.ts";

/** Computes the gradients of `x`, `weight` and `bias`. */
export function batchNormGradients(
  inputs: BatchNormGradientInputs,
): [x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor] {
  const { dy, x, weight, training, normalizedBy: [mean, inverseDeviation] } = inputs;
  if (training && usesNativeBatchNorm(inputs)) return nativeGradients(inputs);
  const [sum, products] = sumsWith(dy, x, mean);
  const weightGradient = tf.mul(products, inverseDeviation);
  const rows = x.size / x.shape[4];
  const [dyMean, slope] = training
    ? jointMeans([
      tf.div(sum, rows),
      tf.div(tf.mul(weightGradient, inverseDeviation), rows),
    ], inputs.exchange)
    : [tf.zerosLike(mean), tf.zerosLike(mean)];
  const scale = tf.mul(weight, inverseDeviation);
  const [xGradient] = INPUT_GRADIENT.run(dy, x, mean, scale, dyMean, slope);
  return [xGradient, weightGradient, sum];
}

type Means = [dyMean: tf.Tensor, slope: tf.Tensor];

/** Returns the means over the batches of all workers that were normalized together. */
function jointMeans(own: Means, exchange: Exchange | undefined): Means {
  if (exchange === undefined) return own;
  const back = { ...exchange, name: `${exchange.name}: gradient` };
  return tf.unstack(collectiveReduce(tf.stack(own), back, { result: "mean" })) as Means;
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

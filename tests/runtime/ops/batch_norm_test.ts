import { tf } from "../../../runtime/mod.ts";
import { batchNorm } from "../../../runtime/ops/mod.ts";
import { assertNear, assertSameGradients } from "./_gradients.ts";
import "../../_tensorflow.ts";
import { drawNormal } from "../../_draw_normal.ts";

const SHAPE: [number, number, number, number, number] = [2, 3, 4, 5, 6];

Deno.test("batchNorm() in training equals the composed one", () => {
  assertSameGradients(
    (x: tf.Tensor5D, weight: tf.Tensor1D, bias: tf.Tensor1D) => {
      const runningMean = tf.zeros<tf.Rank.R1>([6]);
      const runningVariance = tf.ones<tf.Rank.R1>([6]);
      return batchNorm(x, { weight, bias, runningMean, runningVariance }, true).output;
    },
    (x: tf.Tensor5D, weight: tf.Tensor1D, bias: tf.Tensor1D) => {
      // The biased variance, as PyTorch documents it.
      const { mean, variance } = tf.moments(x, [0, 1, 2, 3]);
      const normalized = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5)));
      return tf.add(tf.mul(normalized, weight), bias);
    },
    [SHAPE, [6], [6]],
  );
});

Deno.test("batchNorm() updates the statistics by a tenth, by the unbiased variance", () => {
  tf.tidy(() => {
    const x = drawNormal<tf.Rank.R5>(SHAPE, 5, 3, 2);
    const parameters = {
      weight: tf.ones<tf.Rank.R1>([6]),
      bias: tf.zeros<tf.Rank.R1>([6]),
      runningMean: tf.fill<tf.Rank.R1>([6], 0.5),
      runningVariance: tf.fill<tf.Rank.R1>([6], 7),
    };
    const { mean, variance } = tf.moments(x, [0, 1, 2, 3]);
    const unbiased = tf.mul(variance, 120 / 119);
    const tolerance = 1e-6;
    const updated = batchNorm(x, parameters, true);
    const expectedMean = tf.add(0.45, tf.mul(mean, 0.1));
    const expectedVariance = tf.add(6.3, tf.mul(unbiased, 0.1));
    assertNear(updated.runningMean, expectedMean, { tolerance, what: "mean" });
    assertNear(updated.runningVariance, expectedVariance, { tolerance, what: "variance" });
    const replaced = batchNorm(x, { ...parameters, momentum: 1 }, true);
    assertNear(replaced.runningMean, mean, { tolerance, what: "mean with momentum 1" });
    assertNear(replaced.runningVariance, unbiased, { tolerance, what: "variance with momentum 1" });
  });
});

Deno.test("batchNorm() in evaluation normalizes by the running statistics", () => {
  const runningMean = tf.tensor1d([0, 1, 2, 3, 4, 5]);
  const runningVariance = tf.tensor1d([1, 2, 3, 4, 5, 6]);
  assertSameGradients(
    (x: tf.Tensor5D, weight: tf.Tensor1D, bias: tf.Tensor1D) =>
      batchNorm(x, { weight, bias, runningMean, runningVariance }, false).output,
    (x: tf.Tensor5D, weight: tf.Tensor1D, bias: tf.Tensor1D) => {
      const normalized = tf.div(tf.sub(x, runningMean), tf.sqrt(tf.add(runningVariance, 1e-5)));
      return tf.add(tf.mul(normalized, weight), bias);
    },
    [SHAPE, [6], [6]],
  );
  tf.dispose([runningMean, runningVariance]);
});

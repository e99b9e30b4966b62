import { tf } from "../../../runtime/mod.ts";
import { batchNorm, rectifiedBatchNorm, relu } from "../../../runtime/ops/mod.ts";
import { assertNear, assertSameGradients } from "./_gradients.ts";
import "../../_tensorflow.ts";
import { drawNormal } from "../../_draw_normal.ts";

const STATISTICS = {
  runningMean: [0.3, 0.1, 0, -0.2, 0.5, 1],
  runningVariance: [1.7, 1, 2, 0.5, 1, 3],
};

function parametersOf(weight: tf.Tensor1D, bias: tf.Tensor1D) {
  return {
    weight,
    bias,
    runningMean: tf.tensor1d(STATISTICS.runningMean),
    runningVariance: tf.tensor1d(STATISTICS.runningVariance),
  };
}

/** The smaller images are computed op by op, the larger ones by XLA. */
const SIZES = [4, 48];

Deno.test.each(
  [["in training", true], ["in evaluation", false]] as const,
)("rectifiedBatchNorm() equals its three ops %s", (_, training) => {
  for (const size of SIZES) {
    const shape = [2, 3, size, size, 6];
    assertSameGradients(
      (x: tf.Tensor5D, weight: tf.Tensor1D, bias: tf.Tensor1D, addend: tf.Tensor5D) => {
        const parameters = parametersOf(weight, bias);
        return rectifiedBatchNorm(x, parameters, { training, addend }).output;
      },
      (x: tf.Tensor5D, weight: tf.Tensor1D, bias: tf.Tensor1D, addend: tf.Tensor5D) =>
        relu(tf.add(batchNorm(x, parametersOf(weight, bias), training).output, addend)),
      [shape, [6], [6], shape],
    );
  }
});

Deno.test("rectifiedBatchNorm() without an addend equals its two ops", () => {
  for (const size of SIZES) {
    assertSameGradients(
      (x: tf.Tensor5D, weight: tf.Tensor1D, bias: tf.Tensor1D) =>
        rectifiedBatchNorm(x, parametersOf(weight, bias), { training: true }).output,
      (x: tf.Tensor5D, weight: tf.Tensor1D, bias: tf.Tensor1D) =>
        relu(batchNorm(x, parametersOf(weight, bias), true).output),
      [[2, 3, size, size, 6], [6], [6]],
    );
  }
});

Deno.test("rectifiedBatchNorm() updates the statistics as batchNorm() does", () => {
  tf.tidy(() => {
    const x = drawNormal<tf.Rank.R5>([2, 3, 4, 5, 6], 5, 3, 2);
    const parameters = parametersOf(tf.ones([6]), tf.zeros([6]));
    const actual = rectifiedBatchNorm(x, parameters, { training: true });
    const expected = batchNorm(x, parameters, true);
    const exactly = { tolerance: 0, what: "statistics" };
    assertNear(actual.runningMean, expected.runningMean, exactly);
    assertNear(actual.runningVariance, expected.runningVariance, exactly);
  });
});

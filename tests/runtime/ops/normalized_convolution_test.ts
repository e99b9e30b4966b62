import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { batchNorm, convolution, normalizedConvolution, relu } from "../../../runtime/ops/mod.ts";
import { assertSameGradients } from "./_gradients.ts";
import "../../_tensorflow.ts";
import { drawNormal } from "../../_draw_normal.ts";

Deno.test.each(
  [
    ["1×1×1", [1, 1, 1], 1, true],
    ["3×1×1", [3, 1, 1], 1, true],
    ["1×3×3 of stride 2", [1, 3, 3], 2, true],
    ["3×3×3 of stride 2", [3, 3, 3], 2, true],
    ["1×3×3 by the running statistics", [1, 3, 3], 1, false],
  ] as const,
)("normalizedConvolution() equals its three ops: %s", (_, kernel, stride, training) => {
  const statistics = {
    runningMean: tf.fill([16], 0.3) as tf.Tensor1D,
    runningVariance: tf.fill([16], 1.7) as tf.Tensor1D,
  };
  // The larger images are computed by XLA, the smaller ones op by op.
  for (const size of [24, 6]) {
    assertSameGradients(
      (x: tf.Tensor5D, weight: tf.Tensor1D, bias: tf.Tensor1D, filter: tf.Tensor5D) => {
        const norm = { weight, bias, ...statistics };
        return normalizedConvolution(x, norm, filter, { stride, training }).output;
      },
      (x: tf.Tensor5D, weight: tf.Tensor1D, bias: tf.Tensor1D, filter: tf.Tensor5D) => {
        const { output } = batchNorm(x, { weight, bias, ...statistics }, training);
        return convolution(relu(output), filter, { stride });
      },
      [[2, 4, size, size, 16], [16], [16], [...kernel, 16, 5]],
    );
  }
  tf.dispose(statistics);
});

Deno.test("normalizedConvolution() updates the statistics as batchNorm() does", () => {
  tf.tidy(() => {
    const x = drawNormal<tf.Rank.R5>([2, 3, 5, 5, 4], 5, 1, 2);
    const norm = {
      weight: tf.ones<tf.Rank.R1>([4]),
      bias: tf.zeros<tf.Rank.R1>([4]),
      runningMean: tf.tensor1d([1, 2, 3, 4]),
      runningVariance: tf.tensor1d([4, 3, 2, 1]),
    };
    const filter = tf.ones<tf.Rank.R5>([1, 1, 1, 4, 2]);
    const actual = normalizedConvolution(x, norm, filter, { training: true });
    const expected = batchNorm(x, norm, true);
    assert.deepEqual(actual.runningMean.dataSync(), expected.runningMean.dataSync());
    assert.deepEqual(actual.runningVariance.dataSync(), expected.runningVariance.dataSync());
  });
});

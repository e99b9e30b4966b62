import assert from "node:assert/strict";
import { startTensorFlow, tf } from "../../../runtime/mod.ts";
import {
  attention,
  batchNorm,
  gelu,
  globalAveragePool,
  layerNorm,
  type LayerNormParameters,
  linear,
  maxPool,
  relu,
  softmaxCrossEntropy,
  stopGradient,
} from "../../../runtime/ops/mod.ts";
import { composedAttention, composedGelu, composedLayerNorm } from "./_composed.ts";
import { assertNear, assertSameGradients } from "./_gradients.ts";

await startTensorFlow();

Deno.test("relu() equals the composed one", () => {
  assertSameGradients(relu, (x) => tf.mul(x, tf.step(x)), [[3, 50]]);
});

Deno.test("gelu() equals the composed one", () => {
  assertSameGradients(gelu, composedGelu, [[4, 100]]);
});

Deno.test("linear() equals the composed one", () => {
  assertSameGradients(
    (x, weight, bias) => linear(x, weight as tf.Tensor2D, bias as tf.Tensor1D),
    (x, weight, bias) =>
      tf.reshape(
        tf.add(tf.matMul(tf.reshape(x, [-1, 7]), weight as tf.Tensor2D, false, true), bias),
        [2, 3, 5],
      ),
    [[2, 3, 7], [5, 7], [5]],
  );
});

Deno.test("layerNorm() equals the composed one", () => {
  assertSameGradients(
    (x, weight, bias) => layerNorm(x, { weight, bias } as LayerNormParameters),
    composedLayerNorm,
    [[2, 3, 4, 12], [12], [12]],
  );
});

const EXTENTS = [2, 3, 4, 5, 6] as const;

/** In float32 as PyTorch documents it: biased variance to normalize by. */
function composedBatchNorm(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, [0, 1, 2, 3]);
  const normalized = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(normalized, weight), bias);
}

Deno.test("batchNorm() in training equals the composed one", () => {
  assertSameGradients(
    (x, weight, bias) => {
      const statistics = { runningMean: tf.zeros([6]), runningVariance: tf.ones([6]) };
      const parameters = { weight, bias, ...statistics } as Parameters<typeof batchNorm>[1];
      return batchNorm(x as tf.Tensor5D, parameters, true).output;
    },
    composedBatchNorm,
    [[...EXTENTS], [6], [6]],
  );
});

Deno.test("batchNorm() moves the statistics by a tenth, by the unbiased variance", () => {
  tf.tidy(() => {
    const x = tf.randomNormal<tf.Rank.R5>([...EXTENTS], 3, 2, "float32", 5);
    const weight = tf.ones<tf.Rank.R1>([6]);
    const bias = tf.zeros<tf.Rank.R1>([6]);
    const runningMean = tf.fill<tf.Rank.R1>([6], 0.5);
    const runningVariance = tf.fill<tf.Rank.R1>([6], 7);
    const moved = batchNorm(x, { weight, bias, runningMean, runningVariance }, true);
    const { mean, variance } = tf.moments(x, [0, 1, 2, 3]);
    const unbiased = tf.mul(variance, 120 / 119);
    assertNear(moved.runningMean, tf.add(0.45, tf.mul(mean, 0.1)), 1e-6, "mean");
    assertNear(moved.runningVariance, tf.add(6.3, tf.mul(unbiased, 0.1)), 1e-6, "variance");
    const all = { weight, bias, runningMean, runningVariance, momentum: 1 };
    const own = batchNorm(x, all, true);
    assertNear(own.runningMean, mean, 1e-6, "mean with momentum 1");
    assertNear(own.runningVariance, unbiased, 1e-6, "variance with momentum 1");
  });
});

Deno.test("batchNorm() in evaluation normalizes by the running statistics", () => {
  const runningMean = tf.tensor1d([0, 1, 2, 3, 4, 5]);
  const runningVariance = tf.tensor1d([1, 2, 3, 4, 5, 6]);
  assertSameGradients(
    (x, weight, bias) => {
      const parameters = { weight, bias, runningMean, runningVariance };
      return batchNorm(x as tf.Tensor5D, parameters as Parameters<typeof batchNorm>[1], false)
        .output;
    },
    (x, weight, bias) => {
      const normalized = tf.div(tf.sub(x, runningMean), tf.sqrt(tf.add(runningVariance, 1e-5)));
      return tf.add(tf.mul(normalized, weight), bias);
    },
    [[...EXTENTS], [6], [6]],
  );
  tf.dispose([runningMean, runningVariance]);
});

Deno.test.each([[6, 8], [5, 7]])("maxPool() equals the composed one on %d×%d", (height, width) => {
  assertSameGradients(
    (x) => maxPool(x as tf.Tensor5D),
    (x) => {
      const padded = tf.pad(x, [[0, 0], [0, 0], [1, 1], [1, 1], [0, 0]], -1e9);
      return tf.maxPool3d(padded as tf.Tensor5D, [1, 3, 3], [1, 2, 2], "valid");
    },
    [[2, 3, height, width, 4]],
  );
});

Deno.test("globalAveragePool() equals the composed one", () => {
  assertSameGradients(
    (x) => globalAveragePool(x as tf.Tensor5D),
    (x) => tf.mean(x, [1, 2, 3]),
    [[...EXTENTS]],
  );
});

Deno.test.each([[1, 2], [4, 3], [3, 1]])(
  "attention() equals the composed one: %d side by side, %d heads",
  (inner, heads) => {
    assertSameGradients(
      (tokens) => attention(tokens as tf.Tensor4D, { heads }),
      (tokens) => composedAttention(tokens, heads),
      [[2, 5, inner, 3 * heads * 4]],
    );
  },
);

Deno.test("attention() refuses tokens that its heads cannot share", () => {
  const tokens = tf.zeros<tf.Rank.R4>([1, 2, 1, 12]);
  for (const heads of [3, 0]) {
    assert.throws(
      () => attention(tokens, { heads }),
      /^RangeError: Cannot attend with \d heads as .* 3 times their number: current value is 12$/,
    );
  }
  tokens.dispose();
});

Deno.test("softmaxCrossEntropy() equals the composed one", () => {
  const labels = tf.tensor1d([2, 0, 3, 1], "int32");
  const weights = tf.tensor1d([0.5, 0, 2, 1]);
  assertSameGradients(
    (logits) => softmaxCrossEntropy(logits as tf.Tensor2D, labels, weights),
    (logits) => {
      const each = tf.sum(tf.mul(tf.logSoftmax(logits), tf.oneHot(labels, 4)), 1);
      return tf.neg(tf.sum(tf.mul(each, weights)));
    },
    [[4, 4]],
  );
  tf.dispose([labels, weights]);
});

Deno.test("stopGradient() keeps the values and lets no gradient through", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([1, -2]);
    assert.deepEqual(stopGradient(x).arraySync(), [1, -2]);
    const gradient = tf.grad((x) => tf.sum(tf.mul(x, stopGradient(x))))(x);
    assert.deepEqual(gradient.arraySync(), [1, -2]);
  });
});

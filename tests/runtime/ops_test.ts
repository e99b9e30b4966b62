import assert from "node:assert/strict";
import { startTensorFlow, tf } from "../../runtime/mod.ts";
import {
  attention,
  batchNorm,
  dropout,
  gelu,
  globalAveragePool,
  layerNorm,
  linear,
  maxPool,
  relu,
  softmaxCrossEntropy,
  stopGradient,
} from "../../runtime/ops/mod.ts";
import { assertNear, assertSameGradients } from "./_gradients.ts";

await startTensorFlow();

Deno.test("relu() equals the composed one", () => {
  assertSameGradients(relu, (x) => tf.mul(x, tf.step(x)), [[3, 50]]);
});

Deno.test("gelu() equals the composed one", () => {
  const composed = (x: tf.Tensor) =>
    tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
  assertSameGradients(gelu, composed, [[4, 100]]);
});

Deno.test("gelu() is finite far from zero", () => {
  const [value, gradient] = tf.tidy(() => {
    const x = tf.tensor1d([-1e4, -20, 20, 1e4]);
    return [gelu(x), tf.grad(gelu)(x)];
  });
  const far = (tensor: tf.Tensor, expected: number[]) =>
    tensor.dataSync().forEach((entry, index) => {
      const wanted = expected[index]!;
      assert.ok(Math.abs(entry - wanted) <= 1e-6 * Math.abs(wanted), `${entry}, not ${wanted}`);
    });
  far(value!, [0, 0, 20, 1e4]);
  far(gradient!, [0, 0, 1, 1]);
  tf.dispose([value!, gradient!]);
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
    (x, weight, bias) => layerNorm(x, weight as tf.Tensor1D, bias as tf.Tensor1D),
    (x, weight, bias) => {
      const centred = tf.sub(x, tf.mean(x, -1, true));
      const variance = tf.mean(tf.square(centred), -1, true);
      return tf.add(tf.mul(tf.div(centred, tf.sqrt(tf.add(variance, 1e-6))), weight), bias);
    },
    [[2, 3, 4, 12], [12], [12]],
  );
});

const EXTENTS = [2, 3, 4, 5, 6] as const;

/** In float32 as PyTorch documents it: biased variance to normalise by. */
function composedBatchNorm(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, [0, 1, 2, 3]);
  const normalised = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(normalised, weight), bias);
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
    const [weight, bias] = [tf.ones<tf.Rank.R1>([6]), tf.zeros<tf.Rank.R1>([6])];
    const [runningMean, runningVariance] = [
      tf.fill<tf.Rank.R1>([6], 0.5),
      tf.fill<tf.Rank.R1>([6], 7),
    ];
    const moved = batchNorm(x, { weight, bias, runningMean, runningVariance }, true);
    const { mean, variance } = tf.moments(x, [0, 1, 2, 3]);
    const unbiased = tf.mul(variance, 120 / 119);
    assertNear(moved.runningMean, tf.add(0.45, tf.mul(mean, 0.1)), 1e-6, "mean");
    assertNear(moved.runningVariance, tf.add(6.3, tf.mul(unbiased, 0.1)), 1e-6, "variance");
  });
});

Deno.test("batchNorm() in evaluation normalises by the running statistics", () => {
  const runningMean = tf.tensor1d([0, 1, 2, 3, 4, 5]);
  const runningVariance = tf.tensor1d([1, 2, 3, 4, 5, 6]);
  assertSameGradients(
    (x, weight, bias) => {
      const parameters = { weight, bias, runningMean, runningVariance };
      return batchNorm(x as tf.Tensor5D, parameters as Parameters<typeof batchNorm>[1], false)
        .output;
    },
    (x, weight, bias) => {
      const normalised = tf.div(tf.sub(x, runningMean), tf.sqrt(tf.add(runningVariance, 1e-5)));
      return tf.add(tf.mul(normalised, weight), bias);
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

/** One head at a time, one sequence of the third axis at a time. */
function composedAttention(tokens: tf.Tensor, heads: number): tf.Tensor {
  const [outer, length, inner, triple] = tokens.shape as [number, number, number, number];
  const depth = triple / 3 / heads;
  const places = Array.from({ length: inner }, (_, place) => {
    const outputs = Array.from({ length: heads }, (_, head) => {
      const [queries, keys, values] = [0, 1, 2].map((part) =>
        tf.reshape<tf.Rank.R3>(
          tf.slice(tokens, [0, 0, place, (part * heads + head) * depth], [outer, length, 1, depth]),
          [outer, length, depth],
        )
      );
      const scores = tf.div(tf.matMul(queries!, keys!, false, true), Math.sqrt(depth));
      return tf.matMul(tf.softmax(scores), values!);
    });
    return tf.expandDims(tf.concat(outputs, 2), 2);
  });
  return tf.concat(places, 2);
}

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

Deno.test("dropout() is a function of seed, site and shape", () => {
  tf.tidy(() => {
    const x = tf.ones([200]);
    const draw = (seed: number[], site: number) =>
      dropout(x, { rate: 0.5, seed: tf.tensor1d(seed, "int32"), site }).dataSync();
    assert.deepEqual(draw([1, 2], 0), draw([1, 2], 0));
    for (const other of [draw([1, 3], 0), draw([2, 2], 0), draw([1, 2], 1)]) {
      assert.notDeepEqual(draw([1, 2], 0), other);
    }
    assert.notDeepEqual(draw([1, 2], 1), draw([1, 3], 0));
  });
});

Deno.test("dropout() zeroes the share asked for and scales the rest, in values as in gradients", () => {
  tf.tidy(() => {
    const seed = tf.tensor1d([5, 6], "int32");
    const drop = (x: tf.Tensor) => dropout(x, { rate: 0.25, seed, site: 3 });
    const x = tf.ones([100, 100]);
    const values = drop(x).dataSync();
    const dropped = values.filter((value) => value === 0).length / values.length;
    // Four standard errors.
    assert.ok(Math.abs(dropped - 0.25) < 4 * Math.sqrt(0.25 * 0.75 / 1e4), `${dropped}`);
    assert.ok(values.every((value) => value === 0 || Math.abs(value - 4 / 3) < 1e-6));
    assert.deepEqual(tf.grad(drop)(x).dataSync(), values);
  });
});

Deno.test("dropout() shares one draw along shared axes", () => {
  tf.tidy(() => {
    const seed = tf.tensor1d([1, 1], "int32");
    const options = { rate: 0.5, seed, site: 0, sharedAxes: [1, 2] };
    const rows = dropout(tf.ones<tf.Rank.R3>([64, 2, 3]), options).arraySync();
    const kinds = new Set(rows.map((row) => {
      assert.equal(new Set(row.flat()).size, 1);
      return row[0]![0];
    }));
    assert.deepEqual([...kinds].sort(), [0, 2]);
  });
});

Deno.test("dropout() refuses a rate outside [0, 1)", () => {
  const [x, seed] = [tf.ones([2]), tf.tensor1d([0, 0], "int32")];
  for (const rate of [-0.1, 1, Number.NaN]) {
    assert.throws(() => dropout(x, { rate, seed, site: 0 }), /'rate' must be in \[0, 1\)/);
  }
  tf.dispose([x, seed]);
});

/**
 * The ops that are fused kernels, over more values than are computed op by op: here XLA computes.
 *
 * @module
 */
import assert from "node:assert/strict";
import { startTensorFlow, tf } from "../../../runtime/mod.ts";
import {
  attention,
  batchNorm,
  convolution,
  gelu,
  geluLinear,
  layerNorm,
  layerNormLinear,
  type LayerNormParameters,
  linear,
  normalizedConvolution,
  relu,
} from "../../../runtime/ops/mod.ts";
import {
  composedAttention,
  composedConvolution,
  composedGelu,
  composedLayerNorm,
} from "./_composed.ts";
import { assertSameGradients } from "./_gradients.ts";

await startTensorFlow();

Deno.test("gelu() fused equals the composed one", () => {
  assertSameGradients(gelu, composedGelu, [[270, 250]]);
});

Deno.test("gelu() fused is finite far from zero", () => {
  const [value, gradient] = tf.tidy(() => {
    const x = tf.tile(tf.tensor1d([-1e4, -20, 20, 1e4]), [2 ** 15]);
    return [gelu(x), tf.grad(gelu)(x)];
  });
  const far = (tensor: tf.Tensor, expected: number[]) =>
    tensor.dataSync().forEach((entry, index) => {
      const wanted = expected[index % 4]!;
      assert.ok(Math.abs(entry - wanted) <= 1e-6 * Math.abs(wanted), `${entry}, not ${wanted}`);
    });
  far(value!, [0, 0, 20, 1e4]);
  far(gradient!, [0, 0, 1, 1]);
  tf.dispose([value!, gradient!]);
});

Deno.test("layerNorm() fused equals the composed one", () => {
  assertSameGradients(
    (x, weight, bias) => layerNorm(x, { weight, bias } as LayerNormParameters),
    composedLayerNorm,
    [[270, 250], [250], [250]],
  );
});

Deno.test("attention() fused equals the composed one", () => {
  assertSameGradients(
    (tokens) => attention(tokens as tf.Tensor4D, { heads: 2 }),
    (tokens) => composedAttention(tokens, 2),
    [[4, 80, 3, 3 * 2 * 40]],
  );
});

/** From 256 channels on the filter's gradient is made of matrix products. */
Deno.test.each(
  [
    ["3×1×1", [3, 1, 1], 1],
    ["1×3×3", [1, 3, 3], 1],
    ["1×3×3 of stride 2", [1, 3, 3], 2],
    ["1×1×1 of stride 2", [1, 1, 1], 2],
  ] as const,
)("convolution() of wide images equals the composed one: %s", (_, kernel, stride) => {
  for (const size of [[4, 3], [9, 8]]) {
    assertSameGradients(
      (x, filter) => convolution(x as tf.Tensor5D, filter as tf.Tensor5D, { stride }),
      composedConvolution(kernel, stride),
      [[2, 3, ...size, 256], [...kernel, 256, 3]],
    );
  }
});

/** What is made again on the way back, over values that XLA computes and over fewer. */
const ROWS = [270, 9];

Deno.test("geluLinear() equals linear() of gelu()", () => {
  for (const rows of ROWS) {
    assertSameGradients(
      (x, weight, bias) => geluLinear(x, weight as tf.Tensor2D, bias as tf.Tensor1D),
      (x, weight, bias) => linear(gelu(x), weight as tf.Tensor2D, bias as tf.Tensor1D),
      [[2, rows, 250], [30, 250], [30]],
    );
  }
});

Deno.test("layerNormLinear() equals linear() of layerNorm()", () => {
  type Rest = [tf.Tensor1D, tf.Tensor1D, tf.Tensor2D, tf.Tensor1D];
  for (const rows of ROWS) {
    assertSameGradients(
      (x, ...rest) => {
        const [scale, shift, weight, bias] = rest as Rest;
        return layerNormLinear(x, { weight: scale, bias: shift }, weight, bias);
      },
      (x, ...rest) => {
        const [scale, shift, weight, bias] = rest as Rest;
        return linear(layerNorm(x, { weight: scale, bias: shift }), weight, bias);
      },
      [[2, rows, 250], [250], [250], [30, 250], [30]],
    );
  }
});

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
  type Rest = [tf.Tensor1D, tf.Tensor1D, tf.Tensor5D];
  for (const size of [24, 6]) {
    assertSameGradients(
      (x, ...rest) => {
        const [weight, bias, filter] = rest as Rest;
        const norm = { weight, bias, ...statistics };
        return normalizedConvolution(x as tf.Tensor5D, norm, filter, { stride, training }).output;
      },
      (x, ...rest) => {
        const [weight, bias, filter] = rest as Rest;
        const norm = { weight, bias, ...statistics };
        return convolution(relu(batchNorm(x as tf.Tensor5D, norm, training).output), filter, {
          stride,
        });
      },
      [[2, 4, size, size, 16], [16], [16], [...kernel, 16, 5]],
    );
  }
  tf.dispose(statistics);
});

Deno.test("normalizedConvolution() moves the statistics as batchNorm() does", () => {
  tf.tidy(() => {
    const x = tf.randomNormal<tf.Rank.R5>([2, 3, 5, 5, 4], 1, 2, "float32", 5);
    const norm = {
      weight: tf.ones<tf.Rank.R1>([4]),
      bias: tf.zeros<tf.Rank.R1>([4]),
      runningMean: tf.tensor1d([1, 2, 3, 4]),
      runningVariance: tf.tensor1d([4, 3, 2, 1]),
    };
    const filter = tf.ones<tf.Rank.R5>([1, 1, 1, 4, 2]);
    const own = normalizedConvolution(x, norm, filter, { training: true });
    const expected = batchNorm(x, norm, true);
    assert.deepEqual(own.runningMean.dataSync(), expected.runningMean.dataSync());
    assert.deepEqual(own.runningVariance.dataSync(), expected.runningVariance.dataSync());
  });
});

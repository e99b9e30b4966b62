/**
 * The ops that are fused kernels, over more values than are computed op by op: here XLA computes.
 *
 * @module
 */
import assert from "node:assert/strict";
import { startTensorFlow, tf } from "../../runtime/mod.ts";
import {
  attention,
  convolution,
  gelu,
  layerNorm,
  type LayerNormParameters,
} from "../../runtime/ops/mod.ts";
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

import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { gelu, geluLinear } from "../../../runtime/ops/mod.ts";
import { composedGelu, composedLinear } from "./_composed.ts";
import { assertSameGradients } from "./_gradients.ts";
import "../../_tensorflow.ts";

Deno.test.each([
  ["op by op", [4, 100]],
  ["by XLA", [270, 250]],
])("gelu() equals the composed one, computed %s", (_, shape) => {
  assertSameGradients(gelu, composedGelu, [shape]);
});

Deno.test("gelu() by XLA is finite far from zero", () => {
  tf.tidy(() => {
    const x = tf.tile(tf.tensor1d([-1e4, -20, 20, 1e4]), [2 ** 15]);
    assertRepeats(gelu(x), [0, 0, 20, 1e4]);
    assertRepeats(tf.grad(gelu)(x), [0, 0, 1, 1]);
  });
});

/** Asserts that the values of a tensor repeat `pattern`, with a relative error of 1e-6. */
function assertRepeats(tensor: tf.Tensor, pattern: readonly number[]): void {
  const expected = tf.tile(tf.tensor1d([...pattern]), [tensor.size / pattern.length]);
  const excess = tf.sub(tf.abs(tf.sub(tensor, expected)), tf.mul(tf.abs(expected), 1e-6));
  assert.ok(tf.max(excess).dataSync().every((value) => value <= 0));
}

Deno.test.each([
  ["op by op", 9],
  ["by XLA", 270],
])("geluLinear() equals the composed one, computed %s", (_, rows) => {
  assertSameGradients(
    (x: tf.Tensor, weight: tf.Tensor2D, bias: tf.Tensor1D) => geluLinear(x, weight, bias),
    (x: tf.Tensor, weight: tf.Tensor2D, bias: tf.Tensor1D) =>
      composedLinear(composedGelu(x), weight, bias),
    [[2, rows, 250], [30, 250], [30]],
  );
});

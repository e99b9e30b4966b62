import type { tf } from "../../../runtime/mod.ts";
import { layerNormLinear } from "../../../runtime/ops/mod.ts";
import { composedLayerNorm, composedLinear } from "./_composed.ts";
import { assertSameGradients } from "./_gradients.ts";
import "../../_tensorflow.ts";

function actual(
  x: tf.Tensor,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  weight: tf.Tensor2D,
  bias: tf.Tensor1D,
): tf.Tensor {
  return layerNormLinear(x, { weight: scale, bias: shift }, weight, bias);
}

function composed(
  x: tf.Tensor,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  weight: tf.Tensor2D,
  bias: tf.Tensor1D,
): tf.Tensor {
  return composedLinear(composedLayerNorm(x, scale, shift), weight, bias);
}

Deno.test.each([
  ["op by op", 9],
  ["by XLA", 270],
])("layerNormLinear() equals the composed one, computed %s", (_, rows) => {
  assertSameGradients(
    actual,
    composed,
    [[2, rows, 250], [250], [250], [30, 250], [30]],
  );
});

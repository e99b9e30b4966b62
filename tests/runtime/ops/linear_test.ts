import type { tf } from "../../../runtime/mod.ts";
import { linear } from "../../../runtime/ops/mod.ts";
import { composedLinear } from "./_composed.ts";
import { assertSameGradients } from "./_gradients.ts";
import "../../_tensorflow.ts";

Deno.test("linear() equals the composed one", () => {
  assertSameGradients(
    (x: tf.Tensor, weight: tf.Tensor2D, bias: tf.Tensor1D) => linear(x, weight, bias),
    composedLinear,
    [[2, 3, 7], [5, 7], [5]],
  );
});

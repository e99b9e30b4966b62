import { tf } from "../../../runtime/mod.ts";
import { relu } from "../../../runtime/ops/mod.ts";
import { assertSameGradients } from "./_gradients.ts";
import "../../_tensorflow.ts";

Deno.test("relu() equals the composed one", () => {
  assertSameGradients(relu, (x: tf.Tensor) => tf.mul(x, tf.step(x)), [[3, 50]]);
});

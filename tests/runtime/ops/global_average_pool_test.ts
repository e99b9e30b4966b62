import { tf } from "../../../runtime/mod.ts";
import { globalAveragePool } from "../../../runtime/ops/mod.ts";
import { assertSameGradients } from "./_gradients.ts";
import "../../_tensorflow.ts";

Deno.test("globalAveragePool() equals the composed one", () => {
  assertSameGradients(
    globalAveragePool,
    (x: tf.Tensor5D) => tf.mean(x, [1, 2, 3]),
    [[2, 3, 4, 5, 6]],
  );
});

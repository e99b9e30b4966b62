import { startTensorFlow, tf } from "../../../runtime/mod.ts";
import { globalAveragePool } from "../../../runtime/ops/mod.ts";
import { assertSameGradients } from "./_gradients.ts";

await startTensorFlow();

Deno.test("globalAveragePool() equals the composed one", () => {
  assertSameGradients(
    globalAveragePool,
    (x: tf.Tensor5D) => tf.mean(x, [1, 2, 3]),
    [[2, 3, 4, 5, 6]],
  );
});

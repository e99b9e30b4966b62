import { tf } from "../../../runtime/mod.ts";
import { maxPool } from "../../../runtime/ops/mod.ts";
import { assertSameGradients } from "./_gradients.ts";
import "../../_tensorflow.ts";

Deno.test.each([[6, 8], [5, 7]])("maxPool() equals the composed one on %d×%d", (height, width) => {
  assertSameGradients(
    maxPool,
    (x: tf.Tensor5D) => {
      const padded = tf.pad(x, [[0, 0], [0, 0], [1, 1], [1, 1], [0, 0]], -1e9);
      return tf.maxPool3d(padded, [1, 3, 3], [1, 2, 2], "valid");
    },
    [[2, 3, height, width, 4]],
  );
});

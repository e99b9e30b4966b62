import assert from "node:assert/strict";
import { compile, tf } from "../../../runtime/mod.ts";
import { gatherRows } from "../../../runtime/ops/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import { assertSameGradients } from "./_gradients.ts";
import { usesGpu } from "../../_tensorflow.ts";

Deno.test("gatherRows() equals tf.gather(), gradients of rows taken twice included", () => {
  const indices = tf.tensor2d([[3, 0], [3, 1]], [2, 2], "int32");
  assertSameGradients(
    (x: tf.Tensor3D) => gatherRows(x, indices),
    (x: tf.Tensor3D) => tf.gather(x, indices),
    [[5, 2, 3]],
  );
  indices.dispose();
});

Deno.test("gatherRows() takes integers", () => {
  tf.tidy(() => {
    const labels = tf.tensor1d([7, 8, 9], "int32");
    const rows = gatherRows(labels, tf.tensor1d([2, 2, 0], "int32"));
    assert.equal(rows.dtype, "int32");
    assert.deepEqual(rows.arraySync(), [9, 9, 7]);
  });
});

Deno.test("gatherRows() takes indices that a compiled function computes, under its gradient", async () => {
  const assertNoLeaks = watchTensors();
  using largest = compile((x: tf.Tensor) =>
    tf.valueAndGrad((x: tf.Tensor) => tf.sum(gatherRows(x, tf.argMax(x, 0))))(x)
  );
  const x = tf.tensor2d([[1, 5], [3, 2]]);
  const { value, grad } = await largest(x);
  assert.deepEqual([value.arraySync(), grad.arraySync()], [11, [[1, 1], [1, 1]]]);
  tf.dispose([x, value, grad]);
  assertNoLeaks();
});

Deno.test({
  name: "gatherRows() refuses an index beyond the last row",
  ignore: usesGpu,
  fn: () => {
    tf.tidy(() => {
      const indices = tf.tensor1d([2], "int32");
      assert.throws(() => gatherRows(tf.zeros([2, 1]), indices).dataSync(), /not in \[0, 2\)/);
    });
  },
});

Deno.test("gatherRows() leaves nothing but its result, of integers too", () => {
  const assertNoLeaks = watchTensors();
  for (const dtype of ["float32", "int32"] as const) {
    const [x, indices] = [tf.tensor1d([5, 6], dtype), tf.tensor1d([1], "int32")];
    const rows = gatherRows(x, indices);
    assert.deepEqual([...rows.dataSync()], [6]);
    tf.dispose([x, indices, rows]);
  }
  assertNoLeaks();
});

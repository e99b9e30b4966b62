import assert from "node:assert/strict";
import { compile, tf } from "../../../runtime/mod.ts";
import { scatterRows } from "../../../runtime/ops/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import { usesGpu } from "../../_tensorflow.ts";

Deno.test("scatterRows() replaces rows of float32, and leaves its input", () => {
  tf.tidy(() => {
    const x = tf.tensor2d([[1, 2], [3, 4], [5, 6]]);
    const indices = tf.tensor1d([2, 0], "int32");
    const next = scatterRows(x, { indices, rows: tf.tensor2d([[7, 8], [9, 10]]) });
    assert.deepEqual(next.arraySync(), [[9, 10], [3, 4], [7, 8]]);
    assert.deepEqual(x.arraySync(), [[1, 2], [3, 4], [5, 6]]);
  });
});

Deno.test("scatterRows() replaces integers in a compiled function", async () => {
  const assertNoLeaks = watchTensors();
  using replace = compile(scatterIntegers);
  const inputs = {
    x: tf.tensor1d([5, 6, 7], "int32"),
    indices: tf.tensor1d([1], "int32"),
    rows: tf.tensor1d([-1], "int32"),
  };
  const next = await replace(inputs);
  assert.equal(next.dtype, "int32");
  assert.deepEqual(next.arraySync(), [5, -1, 7]);
  tf.dispose([inputs, next]);
  assertNoLeaks();
});

function scatterIntegers({ x, ...rows }: Record<"x" | "indices" | "rows", tf.Tensor1D>) {
  return scatterRows(x, rows);
}

Deno.test({
  name: "scatterRows() refuses an index beyond the last row",
  ignore: usesGpu,
  fn: () => {
    tf.tidy(() => {
      const rows = { indices: tf.tensor1d([3], "int32"), rows: tf.tensor1d([1]) };
      assert.throws(() => scatterRows(tf.tensor1d([1, 2]), rows).dataSync(), /indices/);
    });
  },
});

Deno.test("scatterRows() leaves nothing but its result", () => {
  const assertNoLeaks = watchTensors();
  const [x, rows] = [tf.tensor1d([5, 6]), tf.tensor1d([7])];
  const indices = tf.tensor1d([1], "int32");
  const next = scatterRows(x, { indices, rows });
  assert.deepEqual([...next.dataSync()], [5, 7]);
  tf.dispose([x, rows, indices, next]);
  assertNoLeaks();
});

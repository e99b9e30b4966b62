import assert from "node:assert/strict";
import { device } from "../../../runtime/device.ts";
import { attr, nativeOp, type OpAttribute, TensorFlowError, tf } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";

Deno.test("EagerBinding says whether ops run on a GPU", () => {
  const { binding, kind } = device();
  assert.equal(binding.isUsingGpuDevice(), kind === "gpu");
});

Deno.test.each(
  [
    ["float32", [1.5, -2]],
    ["int32", [7, -8]],
    ["bool", [1, 0]],
    ["string", ["a", "two words, ß"]],
  ] as const,
)("EagerBinding keeps %s values through an op", (dtype, values) => {
  withoutLeaks(() => {
    const moved = tf.reshape(tf.tensor([...values], [2], dtype), [2, 1]);
    assert.equal(moved.dtype, dtype);
    assert.deepEqual([...moved.dataSync()], [...values]);
    const joined = tf.concat([moved, moved], 0);
    assert.deepEqual([...joined.dataSync()], [...values, ...values]);
  });
});

Deno.test("EagerBinding handles scalars and tensors without elements", () => {
  withoutLeaks(() => {
    assert.equal(tf.add(tf.scalar(2), tf.scalar(3)).arraySync(), 5);
    const none = tf.add(tf.zeros([0, 3]), tf.ones([3]));
    assert.deepEqual(none.shape, [0, 3]);
    assert.deepEqual([...none.dataSync()], []);
  });
});

Deno.test("EagerBinding gives each run of an op its own attributes, even after a refused one", () => {
  withoutLeaks(() => {
    const row = tf.tensor2d([[1, 2]]);
    const square = tf.tensor2d([[1, 2], [3, 4]]);
    const product = (...attributes: OpAttribute[]) =>
      nativeOp("MatMul", [attr.type("T", "float32"), ...attributes], [row, square], 1)[0];
    const transposed = attr.bool("transpose_b", true);
    assert.deepEqual(product(transposed).arraySync(), [[5, 11]]);
    assert.deepEqual(product().arraySync(), [[7, 10]]);
    assert.throws(() => product(attr.bool("transpose_a", true), transposed), TensorFlowError);
    assert.throws(() => product({ name: "T", type: 99, value: 1 }), TypeError);
    assert.deepEqual(product().arraySync(), [[7, 10]]);
  });
});

Deno.test("EagerBinding takes ops of many outputs", () => {
  withoutLeaks(() => {
    const parts = tf.unstack(tf.range(0, 40));
    assert.deepEqual(
      parts.map((part) => part.arraySync()),
      Array.from({ length: 40 }, (_, i) => i),
    );
  });
});

Deno.test("EagerBinding refuses an input that is not alive", () => {
  const { binding } = device();
  assert.throws(
    () => binding.executeOp("Identity", [attr.type("T", "float32")], [-1], 1),
    { name: "ReferenceError", message: "Cannot use tensor -1 as it was disposed" },
  );
});

import assert from "node:assert/strict";
import { attr, liveHandles, nativeOp, TensorFlowError, tf } from "../../runtime/mod.ts";
import { withoutLeaks } from "../_leaks.ts";

Deno.test("nativeOp() runs an op by name with all kinds of attributes", () => {
  withoutLeaks(() => {
    const clip = tf.range(0, 16).reshape([1, 4, 4, 1]);
    const [pooled] = nativeOp(
      "MaxPool",
      [
        attr.type("T", "float32"),
        attr.ints("ksize", [1, 2, 2, 1]),
        attr.ints("strides", [1, 2, 2, 1]),
        attr.string("padding", "VALID"),
      ],
      [clip],
      1,
    );
    assert.deepEqual([...pooled.dataSync()], [5, 7, 13, 15]);
    const [top, index] = nativeOp(
      "TopKV2",
      [
        attr.type("T", "float32"),
        attr.bool("sorted", true),
      ],
      [pooled.flatten(), tf.scalar(2, "int32")],
      2,
    );
    assert.deepEqual([[...top.dataSync()], [...index.dataSync()]], [[15, 13], [3, 2]]);
  });
});

Deno.test("nativeOp() throws a TensorFlowError with TensorFlow's code", () => {
  withoutLeaks(() => {
    assert.throws(
      () => nativeOp("MatMul", [attr.type("T", "float32")], [tf.ones([2, 2]), tf.ones([3, 3])], 1),
      (error) =>
        error instanceof TensorFlowError && error.code === 3 &&
        /Cannot run op MatMul on .*: Matrix size-incompatible/.test(error.message),
    );
    assert.throws(() => nativeOp("NoSuchOp", [], [], 1), /Cannot run op NoSuchOp/);
  });
});

Deno.test("nativeOp() refuses another number of outputs than the op makes, and frees them", () => {
  withoutLeaks(() => {
    const x = tf.ones([2]);
    const unstack = (outputs: number) =>
      nativeOp("Unpack", [attr.type("T", "float32"), attr.int("num", 2)], [x], outputs);
    assert.equal(unstack(2).length, 2);
    const handles = liveHandles();
    assert.throws(() => unstack(3), {
      name: "TensorFlowError",
      message: "Cannot run op Unpack as its outputs must be 3: current value is 2",
    });
    assert.throws(() => unstack(1), TensorFlowError);
    assert.equal(liveHandles(), handles);
  });
});

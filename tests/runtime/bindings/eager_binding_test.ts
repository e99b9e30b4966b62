import assert from "node:assert/strict";
import { device } from "../../../runtime/device.ts";
import {
  attr,
  liveHandles,
  nativeOp,
  type OpAttribute,
  startTensorFlow,
  TensorFlowError,
  tf,
  uploadUint8,
} from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";

await startTensorFlow();

Deno.test("startTensorFlow() makes TensorFlow tfjs's backend", () => {
  assert.equal(tf.getBackend(), "tensorflow");
});

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
    assert.deepEqual([...pooled!.dataSync()], [5, 7, 13, 15]);
    const [top, index] = nativeOp(
      "TopKV2",
      [
        attr.type("T", "float32"),
        attr.bool("sorted", true),
      ],
      [pooled!.flatten(), tf.scalar(2, "int32")],
      2,
    );
    assert.deepEqual([[...top!.dataSync()], [...index!.dataSync()]], [[15, 13], [3, 2]]);
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

Deno.test("EagerBinding gives each run of an op its own attributes, be the last one refused", () => {
  withoutLeaks(() => {
    const row = tf.tensor2d([[1, 2]]);
    const square = tf.tensor2d([[1, 2], [3, 4]]);
    const product = (...attributes: OpAttribute[]) =>
      nativeOp("MatMul", [attr.type("T", "float32"), ...attributes], [row, square], 1)[0]!;
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
    { name: "ReferenceError", message: "Cannot use tensor -1: it was disposed" },
  );
});

Deno.test("uploadUint8() widens bytes to float32 on the device", () => {
  withoutLeaks(() => {
    const frames = uploadUint8(Uint8Array.of(0, 1, 128, 255), [1, 2, 2]);
    assert.equal(frames.dtype, "float32");
    assert.deepEqual(frames.arraySync(), [[[0, 1], [128, 255]]]);
  });
});

Deno.test("uploadUint8() refuses bytes that do not fill the shape", () => {
  assert.throws(
    () => uploadUint8(new Uint8Array(5), [2, 3]),
    /shape \[2,3\] as it needs 6 bytes: current value has 5/,
  );
});

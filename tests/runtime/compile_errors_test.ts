import assert from "node:assert/strict";
import {
  attr,
  compile,
  disposeTree,
  FusedKernel,
  nativeOp,
  shapeOnly,
  tf,
} from "../../runtime/mod.ts";
import { watchTensors } from "../_leaks.ts";

Deno.test("compile() frees what it traced when an output cannot be used", async () => {
  using compiled = compile(({ x }: { x: tf.Tensor }) => {
    const freed = tf.exp(x);
    freed.dispose();
    return { y: tf.mul(x, 2), kept: tf.keep(tf.neg(x)), constant: tf.scalar(1), freed };
  });
  const x = tf.scalar(1);
  assert.equal(x.arraySync(), 1);
  const assertNoLeaks = watchTensors();
  await assert.rejects(compiled({ x }));
  assertNoLeaks();
  x.dispose();
});

Deno.test("compile() returns a function that cannot be called once it is disposed", async () => {
  const compiled = compile(function double({ x }: { x: tf.Tensor }) {
    return { y: tf.mul(x, 2) };
  });
  const x = tf.scalar(4);
  const underWay = compiled({ x });
  {
    using _ = compiled;
  }
  await assert.rejects(compiled({ x }), {
    name: "ReferenceError",
    message: "Cannot call compiled function double as it was disposed",
  });
  const { y } = await underWay;
  assert.equal(y.arraySync(), 8);
  disposeTree([x, y]);
});

Deno.test("compile() names the op whose value is read inside", async () => {
  const compiled = compile(({ x }: { x: tf.Tensor }) => {
    tf.exp(x).dataSync();
    return { x };
  });
  const x = tf.scalar(1);
  await assert.rejects(
    compiled({ x }),
    /Cannot read the value of op Exp inside a compiled function/,
  );
  assert.equal(tf.exp(x).dataSync().length, 1);
  x.dispose();
});

Deno.test("compile() names the op and the shapes that TensorFlow refuses", async () => {
  const compiled = compile(({ x }: { x: tf.Tensor2D }) => ({
    y: nativeOp("MatMul", [attr.type("T", "float32")], [x, x], 1)[0],
  }));
  const x = tf.zeros([2, 1]) as tf.Tensor2D;
  await assert.rejects(compiled({ x }), {
    name: "TensorFlowError",
    message:
      /^Cannot run op MatMul on float32\[2,1\], float32\[2,1\] at \S+compile_errors_test\.ts:\d+:\d+: Dimensions must be equal, but are 1 and 2$/,
  });
  x.dispose();
});

Deno.test("tensors without values are refused by name", async () => {
  const disposed = tf.zeros([2]);
  disposed.dispose();
  using increment = compile((x: tf.Tensor) => tf.add(x, 1));
  const kernel = new FusedKernel("large", ["float32"], (x: tf.Tensor) => [tf.neg(x)]);
  const expected = /^ReferenceError: Cannot use tensor float32\[\d+\] as it must have values:/;
  for (const x of [disposed, shapeOnly<tf.Rank.R1>([2])]) {
    await assert.rejects(increment(x), expected);
    assert.throws(() => nativeOp("L2Loss", [attr.type("T", "float32")], [x], 1), expected);
  }
  assert.throws(() => tf.neg(shapeOnly<tf.Rank.R1>([2])), expected);
  assert.throws(() => kernel.run(shapeOnly<tf.Rank.R1>([2 ** 16])), expected);
});

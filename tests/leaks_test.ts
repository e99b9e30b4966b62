import assert from "node:assert/strict";
import { device } from "../runtime/device.ts";
import { attr, nativeOp, tf } from "../runtime/mod.ts";
import { watchTensors, withoutLeaks } from "./_leaks.ts";

Deno.test("watchTensors() names what leaked", () => {
  const x = tf.ones([4, 8]);
  tf.relu(x).dispose();
  const assertNoLeaks = watchTensors();
  const { binding } = device();
  const left = [tf.relu(x), tf.relu(x)];
  const upload = binding.createTensor([3], 3, Int32Array.of(1, 2, 3));
  const message = "3 handles leaked: 2 × Relu [4,8] float32, 1 × createTensor [3] int32";
  assert.throws(assertNoLeaks, { message });
  tf.dispose(left);
  binding.deleteTensor(upload);
  assertNoLeaks();
  x.dispose();
});

Deno.test("watchTensors() reports tensors that were there before and are freed", () => {
  const x = tf.relu(tf.scalar(1));
  const assertNoLeaks = watchTensors();
  x.dispose();
  assert.throws(assertNoLeaks, { message: /^1 earlier handles were freed; new: none$/ });
});

Deno.test("withoutLeaks() reports tensors that tfjs still counts, even if they are not on the device yet", () => {
  let kept: tf.Tensor | undefined;
  const body = () => {
    kept = tf.keep(tf.scalar(1));
  };
  assert.throws(() => withoutLeaks(body), /tfjs tensors left/);
  kept!.dispose();
  withoutLeaks(() => nativeOp("Relu", [attr.type("T", "float32")], [tf.scalar(1)], 1));
});

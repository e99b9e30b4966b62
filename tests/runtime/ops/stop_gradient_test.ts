import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { stopGradient } from "../../../runtime/ops/mod.ts";
import "../../_tensorflow.ts";

Deno.test("stopGradient() keeps the values and lets no gradient through", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([1, -2]);
    assert.deepEqual(stopGradient(x).arraySync(), [1, -2]);
    const gradient = tf.grad((x) => tf.sum(tf.mul(x, stopGradient(x))))(x);
    assert.deepEqual(gradient.arraySync(), [1, -2]);
  });
});

Deno.test("stopGradient() takes integers", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([1, -2], "int32");
    assert.deepEqual(stopGradient(x).arraySync(), [1, -2]);
    assert.equal(stopGradient(x).dtype, "int32");
  });
});

import assert from "node:assert/strict";
import { compile, tf, tidyTree } from "../../runtime/mod.ts";
import { watchTensors } from "../_leaks.ts";

Deno.test("tf.round() leaves integers as they are and rounds halves to even", () => {
  tf.tidy(() => {
    const whole = [-2_147_483_648, -12_345_678, 0, 10, 2_147_483_647];
    const rounded = tf.round(tf.tensor1d(whole, "int32"));
    assert.equal(rounded.dtype, "int32");
    assert.deepEqual([...rounded.dataSync()], whole);
    const halves = tf.round(tf.tensor1d([-1.5, 0.5, 1.2, 2.5]));
    assert.deepEqual([...halves.dataSync()], [-2, 0, 1, 2]);
  });
});

Deno.test("tf.exp() and tf.mean() of whole numbers leave these as they are, at once and compiled", async () => {
  const assertNoLeaks = watchTensors();
  const compute = (x: tf.Tensor) => ({ exp: tf.exp(x), mean: tf.mean(x, 0) });
  using compiled = compile(compute);
  for (const dtype of ["int32", "bool"] as const) {
    const x = tf.tensor2d([[0, 1], [0, 0]], [2, 2], dtype);
    for (const { exp, mean } of [tidyTree(() => compute(x)), await compiled(x)]) {
      assert.deepEqual([exp.dtype, mean.dtype], ["float32", "float32"]);
      assert.deepEqual([...exp.dataSync()].map(Math.fround), [1, Math.E, 1, 1].map(Math.fround));
      assert.deepEqual([...mean.dataSync()], [0, 0.5]);
      tf.dispose([exp, mean]);
    }
    assert.deepEqual([...x.dataSync()], [0, 1, 0, 0]);
    x.dispose();
  }
  assertNoLeaks();
});

Deno.test("tf.multinomial() takes a seed with a fraction, at once and compiled", async () => {
  const certain = tf.tensor1d([-100, 0]);
  const draw = (logits: tf.Tensor1D) => tf.multinomial(logits, 4, 3.14);
  const drawn = tf.tidy(() => draw(certain).dataSync());
  assert.deepEqual([...drawn], [1, 1, 1, 1]);
  using compiled = compile(draw);
  const later = await compiled(certain);
  assert.deepEqual([...later.dataSync()], [1, 1, 1, 1]);
  tf.dispose([certain, later]);
});

Deno.test("tf.reshape() to the same shape takes no op, and the values live as long as one of both", () => {
  const before = [tf.memory().numTensors, tf.memory().numDataBuffers];
  for (const shape of [[2, 3], [-1, 3], [2, -1]]) {
    const x = tf.tensor2d([[1, 2, 3], [4, 5, 6]]);
    const same = tf.reshape(x, shape);
    assert.equal(same.dataId, x.dataId);
    assert.deepEqual(same.shape, [2, 3]);
    x.dispose();
    assert.deepEqual([...same.dataSync()], [1, 2, 3, 4, 5, 6]);
    const other = tf.reshape(same, [3, -1]);
    assert.notEqual(other.dataId, same.dataId);
    assert.deepEqual(other.shape, [3, 2]);
    tf.dispose([same, other]);
  }
  assert.deepEqual([tf.memory().numTensors, tf.memory().numDataBuffers], before);
});

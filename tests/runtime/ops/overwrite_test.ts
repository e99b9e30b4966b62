import assert from "node:assert/strict";
import { attr, compile, nativeOp, tf, tidyTree } from "../../../runtime/mod.ts";
import { overwrite } from "../../../runtime/ops/mod.ts";
import { watchTensors } from "../../_leaks.ts";

const CHECK = [attr.type("T", "float32"), attr.string("message", "is not a number")];

/** Doubles `x` in its own memory, and returns the sum of what it held. */
function double({ x }: { x: tf.Tensor }) {
  const sum = tf.sum(x);
  const [written] = overwrite([x], [tf.mul(x, 2)], [sum]);
  return { written: written!, sum };
}

function doubleEagerly(inputs: { x: tf.Tensor }) {
  return tidyTree(() => double(inputs));
}

Deno.test.each([["op by op", doubleEagerly], ["compiled", compile(double)]] as const)(
  "overwrite() writes into the memory of its target, after all reads, %s",
  async (_, double) => {
    const assertNoLeaks = watchTensors();
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    const { written, sum } = await double({ x });
    const twice = await double({ x: written });
    assert.deepEqual([sum.dataSync()[0], twice.sum.dataSync()[0]], [21, 42]);
    assert.deepEqual(twice.written.arraySync(), [[4, 8, 12], [16, 20, 24]]);
    // The same memory.
    assert.deepEqual(x.arraySync(), twice.written.arraySync());
    tf.dispose([x, written, sum, twice]);
    assertNoLeaks();
  },
);

/** Exchanges `x` and `y`, and moves `z` to `w`, whose values are forgotten. */
function exchange({ x, y, z, w }: Record<"x" | "y" | "z" | "w", tf.Tensor>) {
  const values = [y, x.clone(), tf.mul(z, 10), z];
  const [first, second, third, last] = overwrite([x, y, z, w], values, []);
  return { x: first!, y: second!, z: third!, w: last! };
}

Deno.test.each([
  ["op by op", (inputs: Parameters<typeof exchange>[0]) => tidyTree(() => exchange(inputs))],
  ["compiled", compile(exchange)],
])("overwrite() copies values that are other targets, %s", async (_, exchange) => {
  const assertNoLeaks = watchTensors();
  const inputs = {
    x: tf.tensor1d([1, 2], "int32"),
    y: tf.tensor1d([3, 4], "int32"),
    z: tf.tensor1d([5, 6]),
    w: tf.tensor1d([7, 8]),
  };
  const { x, y, z, w } = await exchange(inputs);
  assert.deepEqual([x.arraySync(), y.arraySync()], [[3, 4], [1, 2]]);
  assert.deepEqual([z.arraySync(), w.arraySync()], [[50, 60], [5, 6]]);
  assert.deepEqual(inputs.w.arraySync(), [5, 6]); // The same memory.
  tf.dispose([inputs, x, y, z, w]);
  assertNoLeaks();
});

Deno.test("overwrite() takes scalars, and leaves what does not change", () => {
  tf.tidy(() => {
    const step = tf.scalar(1);
    const same = tf.tensor1d([7, 8]);
    const [next, kept] = overwrite([step, same], [tf.add(step, 1), same.clone()], []);
    assert.deepEqual([next!.arraySync(), step.arraySync(), kept!.arraySync()], [2, 2, [7, 8]]);
  });
});

Deno.test("overwrite() takes integers, also in a compiled function", async () => {
  const assertNoLeaks = watchTensors();
  using increment = compile(({ labels, step }: Record<"labels" | "step", tf.Tensor>) => {
    const one = tf.scalar(1, "int32");
    const [next, nextStep] = overwrite([labels, step], [tf.add(labels, one), tf.add(step, 1)], []);
    return { labels: next!, step: nextStep! };
  });
  const inputs = { labels: tf.tensor1d([-1, 16777217], "int32"), step: tf.scalar(1) };
  const { labels, step } = await increment(inputs);
  assert.equal(labels.dtype, "int32");
  assert.deepEqual([labels.arraySync(), step.arraySync()], [[0, 16777218], 2]);
  assert.deepEqual(inputs.labels.arraySync(), [0, 16777218]); // The same memory.
  tf.dispose([inputs, labels, step]);
  assertNoLeaks();
});

Deno.test("overwrite() refuses fewer values than targets", () => {
  tf.tidy(() => {
    const target = tf.scalar(1);
    assert.throws(() => overwrite([target, target], [target], []), {
      name: "RangeError",
      message: "Cannot overwrite tensors as the number of 'values' must be 2: current value is 1",
    });
  });
});

Deno.test("overwrite() leaves its targets as they were in a compiled function that fails", async () => {
  const assertNoLeaks = watchTensors();
  using failing = compile(({ x, broken }: { x: tf.Tensor; broken: tf.Tensor }) => {
    const [checked] = nativeOp("CheckNumerics", CHECK, [broken], 1);
    const [written] = overwrite([x], [tf.mul(x, 2)], [checked]);
    return { written: written!, checked };
  });
  const inputs = { x: tf.tensor1d([1, 2]), broken: tf.scalar(NaN) };
  await assert.rejects(failing(inputs), /is not a number/);
  assert.deepEqual(inputs.x.arraySync(), [1, 2]);
  tf.dispose(inputs);
  assertNoLeaks();
});

import assert from "node:assert/strict";
import { gradientClip, sgd } from "../../../models/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import "../../_tensorflow.ts";
import { drawNormal } from "../../_draw_normal.ts";

Deno.test("sgd() decays only parameters that isDecayed() names, and leaves its inputs", () => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const parameters = { weight: tf.tensor1d([2, -4]), bias: tf.tensor1d([8]) };
    const gradients = { weight: tf.tensor1d([0.5, 0.25]), bias: tf.tensor1d([1]) };
    const optimizer = sgd({
      momentum: 0.5,
      weightDecay: 0.25,
      isDecayed: (name) => name === "weight",
    });
    const start = optimizer.initialize(parameters);
    assert.deepEqual(start.weight!.arraySync(), [0, 0]);
    const first = optimizer.update(parameters, start, gradients, { learningRate: tf.scalar(0.5) });
    assert.deepEqual(first.momentum.weight!.arraySync(), [1, -0.75]);
    assert.deepEqual(first.parameters.weight!.arraySync(), [1.5, -3.625]);
    assert.deepEqual(first.parameters.bias!.arraySync(), [7.5]);
    const second = optimizer.update(first.parameters, first.momentum, gradients, {
      learningRate: tf.scalar(1),
    });
    assert.deepEqual(second.momentum.bias!.arraySync(), [1.5]);
    assert.deepEqual(second.parameters.bias!.arraySync(), [6]);
    assert.deepEqual(parameters.weight.arraySync(), [2, -4]);
  });
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("sgd() names a parameter without gradient", () => {
  tf.tidy(() => {
    const parameters = { weight: tf.tensor1d([2]) };
    const optimizer = sgd({ momentum: 0, weightDecay: 0, isDecayed: () => true });
    const update = () =>
      optimizer.update(parameters, parameters, {}, { learningRate: tf.scalar(1) });
    assert.throws(update, /Cannot update parameter 'weight'/);
  });
});

Deno.test("sgd() multiplies gradients by gradientFactor", () => {
  tf.tidy(() => {
    const optimizer = sgd({ momentum: 0.5, weightDecay: 0, isDecayed: () => true });
    const parameters = { weight: tf.tensor2d([[2, -4]]) };
    const { momentum } = optimizer.update(
      parameters,
      optimizer.initialize(parameters),
      { weight: tf.tensor2d([[3, 8]]) },
      { learningRate: tf.scalar(1), gradientFactor: tf.scalar(0.25) },
    );
    assert.deepEqual(momentum.weight!.arraySync(), [[0.75, 2]]);
  });
});

Deno.test("sgd() and gradientClip() fused give what they give op by op", () => {
  tf.tidy(() => {
    // The larger is computed by XLA: 2^16 values are worth compiling.
    const [whole, part] = [70000, 700].map((size) => {
      const draw = (seed: number) => tf.slice(drawNormal<tf.Rank.R1>([70000], seed), 0, size);
      const [parameters, momentum, gradients] = [1, 2, 3].map((seed) => ({ weight: draw(seed) }));
      const optimizer = sgd({ momentum: 0.9, weightDecay: 0.01, isDecayed: () => true });
      const scalars = { learningRate: tf.scalar(0.1), gradientFactor: tf.scalar(0.5) };
      const { norm } = gradientClip(gradients!, 1);
      return { ...optimizer.update(parameters!, momentum!, gradients!, scalars), gradients, norm };
    });
    for (const kind of ["parameters", "momentum"] as const) {
      const values = whole![kind].weight!.dataSync();
      part![kind].weight!.dataSync().forEach((expected, index) => {
        assert.ok(Math.abs(values[index]! - expected) <= 1e-6 * Math.max(1, Math.abs(expected)));
      });
    }
    const exact = tf.norm(whole!.gradients!.weight).dataSync()[0]!;
    assert.ok(Math.abs(whole!.norm.dataSync()[0]! - exact) <= 1e-5 * exact);
  });
});

Deno.test("sgd() leaves frozen parameters alone, without momentum, gradient or decay", () => {
  tf.tidy(() => {
    const optimizer = sgd({
      momentum: 0.5,
      weightDecay: 0.25,
      isDecayed: () => true,
      isFrozen: (name) => name === "stem",
    });
    const parameters = { stem: tf.tensor1d([3]), head: tf.tensor1d([2]) };
    const momentum = optimizer.initialize(parameters);
    assert.deepEqual(Object.keys(momentum), ["head"]);
    const gradients = { head: tf.tensor1d([1]) };
    const step = optimizer.update(parameters, momentum, gradients, { learningRate: tf.scalar(1) });
    assert.deepEqual(step.parameters.stem!.arraySync(), [3]);
    assert.notEqual(step.parameters.stem, parameters.stem);
    assert.deepEqual(step.parameters.head!.arraySync(), [0.5]);
    assert.deepEqual(Object.keys(step.momentum), ["head"]);
  });
});

Deno.test("sgd() multiplies the learning rate by the parameter's factor", () => {
  tf.tidy(() => {
    const optimizer = sgd({
      momentum: 0,
      weightDecay: 0,
      isDecayed: () => true,
      rateFactor: (name) => name === "stem" ? 0.25 : 1,
    });
    const parameters = { stem: tf.tensor1d([2]), head: tf.tensor1d([2]) };
    const gradients = { stem: tf.tensor1d([4]), head: tf.tensor1d([4]) };
    const step = optimizer.update(parameters, optimizer.initialize(parameters), gradients, {
      learningRate: tf.scalar(0.5),
    });
    assert.deepEqual(step.parameters.stem!.arraySync(), [1.5]);
    assert.deepEqual(step.parameters.head!.arraySync(), [0]);
  });
});

Deno.test("sgd() refuses factors that would make every parameter useless", () => {
  const options = { momentum: 0.9, weightDecay: 0, isDecayed: () => true };
  for (const momentum of [-0.1, 1, NaN]) {
    assert.throws(() => sgd({ ...options, momentum }), {
      name: "RangeError",
      message:
        `Cannot make an optimizer as 'momentum' must be in [0, 1): current value is ${momentum}`,
    });
  }
  for (const weightDecay of [-0.1, Infinity, NaN]) {
    assert.throws(() => sgd({ ...options, weightDecay }), {
      name: "RangeError",
      message: "Cannot make an optimizer as 'weightDecay' must be at least 0 and finite: " +
        `current value is ${weightDecay}`,
    });
  }
});

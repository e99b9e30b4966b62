import assert from "node:assert/strict";
import { clipGradients, sgd } from "../../models/mod.ts";
import { startTensorFlow, tf } from "../../runtime/mod.ts";

await startTensorFlow();

Deno.test("sgd() decays only what it is told to, and leaves its inputs", () => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const parameters = { weight: tf.tensor1d([2, -4]), bias: tf.tensor1d([8]) };
    const gradients = { weight: tf.tensor1d([0.5, 0.25]), bias: tf.tensor1d([1]) };
    const optimiser = sgd({
      momentum: 0.5,
      weightDecay: 0.25,
      isDecayed: (name) => name === "weight",
    });
    const start = optimiser.initialise(parameters);
    assert.deepEqual(start.weight!.arraySync(), [0, 0]);
    const first = optimiser.update(parameters, start, gradients, tf.scalar(0.5));
    assert.deepEqual(first.momentum.weight!.arraySync(), [1, -0.75]);
    assert.deepEqual(first.parameters.weight!.arraySync(), [1.5, -3.625]);
    assert.deepEqual(first.parameters.bias!.arraySync(), [7.5]);
    const second = optimiser.update(first.parameters, first.momentum, gradients, tf.scalar(1));
    assert.deepEqual(second.momentum.bias!.arraySync(), [1.5]);
    assert.deepEqual(second.parameters.bias!.arraySync(), [6]);
    assert.deepEqual(parameters.weight.arraySync(), [2, -4]);
  });
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("sgd() names a parameter without gradient", () => {
  tf.tidy(() => {
    const parameters = { weight: tf.tensor1d([2]) };
    const optimiser = sgd({ momentum: 0, weightDecay: 0, isDecayed: () => true });
    const update = () => optimiser.update(parameters, parameters, {}, tf.scalar(1));
    assert.throws(update, /Cannot update parameter 'weight'/);
  });
});

Deno.test("clipGradients() shrinks all gradients to the limit by one factor", () => {
  tf.tidy(() => {
    const gradients = { first: tf.tensor1d([3, 0]), second: tf.tensor2d([[0, -4]]) };
    const { gradients: clipped, norm } = clipGradients(gradients, 2.5);
    assert.equal(norm.arraySync(), 5);
    const values = [...clipped.first!.dataSync(), ...clipped.second!.dataSync()];
    assert.deepEqual(values.map((value) => Number(value.toFixed(5))), [1.5, 0, 0, -2]);
  });
});

Deno.test("clipGradients() leaves gradients below the limit as they are", () => {
  tf.tidy(() => {
    const { gradients, norm } = clipGradients({ only: tf.tensor1d([3, 4]) }, 40);
    assert.equal(norm.arraySync(), 5);
    assert.deepEqual(gradients.only!.arraySync(), [3, 4]);
  });
});

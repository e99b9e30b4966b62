import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { watchTensors } from "../../_leaks.ts";

/**
 * Asserts that `actual` and `composed`, the same function written with tfjs's own ops, agree in value
 * and in the gradient for every input, under a random weighting of the outputs; and that nothing stays
 * allocated.
 *
 * @param inputs shapes of the inputs, drawn from a normal distribution
 * @param tolerance relative L2
 */
export function assertSameGradients(
  actual: (...inputs: tf.Tensor[]) => tf.Tensor,
  composed: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly (readonly number[])[],
  tolerance = 1e-5,
): void {
  const compare = () => compareGradients(actual, composed, inputs, tolerance);
  // The first run may send constants of the caller to the device, where they stay.
  compare();
  const assertNoLeaks = watchTensors();
  compare();
  assertNoLeaks();
}

function compareGradients(
  actual: (...inputs: tf.Tensor[]) => tf.Tensor,
  composed: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly (readonly number[])[],
  tolerance: number,
): void {
  tf.tidy(() => {
    const drawn = inputs.map((shape, index) =>
      tf.randomNormal([...shape], 0, 1, "float32", 11 + index)
    );
    const value = actual(...drawn);
    const expected = composed(...drawn);
    assert.deepEqual(value.shape, expected.shape);
    assertNear(value, expected, tolerance, "value");
    const weighting = tf.randomNormal(value.shape, 0, 1, "float32", 99);
    const [own, reference] = [actual, composed].map((run) =>
      tf.grads((...list: tf.Tensor[]) => tf.sum(tf.mul(run(...list), weighting)))(drawn)
    );
    for (const [index, gradient] of own!.entries()) {
      assertNear(gradient, reference![index]!, tolerance, `gradient ${index}`);
    }
  });
}

/** ‖actual - expected‖ ≤ tolerance · ‖expected‖. */
export function assertNear(
  actual: tf.Tensor,
  expected: tf.Tensor,
  tolerance: number,
  what: string,
): void {
  const values = Array.from(actual.dataSync());
  const reference = Array.from(expected.dataSync());
  assert.equal(values.length, reference.length, what);
  const length = (list: number[]) => Math.sqrt(list.reduce((sum, value) => sum + value * value, 0));
  const difference = length(values.map((value, index) => value - reference[index]!));
  assert.ok(difference <= tolerance * length(reference), `${what} differs by ${difference}`);
}

import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import { drawNormal } from "../../_draw_normal.ts";

/** Largest relative L2 distance between an op and its composed form. */
const TOLERANCE = 1e-5;

/** Shapes of the inputs of a function, in their order. */
export type ShapesOf<Inputs extends tf.Tensor[]> = {
  readonly [Index in keyof Inputs]: readonly number[];
};

/**
 * Asserts that `actual` and `composed`, the same function written with tfjs's own ops, agree in
 * value and in the gradient for every input, under a random weighting of the outputs; and that
 * nothing stays allocated.
 *
 * @param shapes Shapes of the inputs, which are drawn from a normal distribution.
 */
export function assertSameGradients<Inputs extends tf.Tensor[]>(
  actual: (...inputs: Inputs) => tf.Tensor,
  composed: (...inputs: Inputs) => tf.Tensor,
  shapes: ShapesOf<Inputs>,
): void {
  // The first run may send the caller's constants to the device, where they stay.
  compareGradients(actual, composed, shapes);
  const assertNoLeaks = watchTensors();
  compareGradients(actual, composed, shapes);
  assertNoLeaks();
}

function compareGradients<Inputs extends tf.Tensor[]>(
  actual: (...inputs: Inputs) => tf.Tensor,
  composed: (...inputs: Inputs) => tf.Tensor,
  shapes: readonly (readonly number[])[],
): void {
  tf.tidy(() => {
    const drawn = shapes.map((shape, index) => drawNormal(shape, 11 + index));
    const value = actual(...drawn as Inputs);
    const expected = composed(...drawn as Inputs);
    assert.deepEqual(value.shape, expected.shape);
    assertNear(value, expected, { tolerance: TOLERANCE, what: "value" });
    const weighting = drawNormal(value.shape, 99);
    const gradients = weightedGradients(actual, weighting, drawn);
    const expectedGradients = weightedGradients(composed, weighting, drawn);
    assert.equal(gradients.length, expectedGradients.length);
    expectedGradients.forEach((expected, index) => {
      const what = `gradient ${index}`;
      assertNear(gradients[index], expected, { tolerance: TOLERANCE, what });
    });
  });
}

function weightedGradients<Inputs extends tf.Tensor[]>(
  run: (...inputs: Inputs) => tf.Tensor,
  weighting: tf.Tensor,
  inputs: tf.Tensor[],
): tf.Tensor[] {
  const weighted = (...list: tf.Tensor[]) => tf.sum(tf.mul(run(...list as Inputs), weighting));
  return tf.grads(weighted)(inputs);
}

/** Asserts ‖actual - expected‖ ≤ tolerance · ‖expected‖. */
export function assertNear(
  actual: tf.Tensor | undefined,
  expected: tf.Tensor,
  { tolerance, what }: { readonly tolerance: number; readonly what: string },
): void {
  assert.ok(actual !== undefined, what);
  assert.deepEqual(actual.shape, expected.shape, what);
  const difference = tf.tidy(() => tf.norm(tf.sub(actual, expected)).dataSync()[0] ?? Infinity);
  const limit = tolerance * tf.tidy(() => tf.norm(expected).dataSync()[0] ?? 0);
  assert.ok(difference <= limit, `${what} differs by ${difference}`);
}

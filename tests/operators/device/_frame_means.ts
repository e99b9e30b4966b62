import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { valuesOf } from "../_tensors.ts";

/** Asserts that values are equal up to 1e-5. */
export function assertNear(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, index) => {
    const difference = Math.abs(value - expected[index]!);
    assert.ok(difference < 1e-5, `value ${index} is ${value}, not ${expected[index]}`);
  });
}

/** The means of `[clips, frames]` over the pixels. */
export function frameMeans(clips: tf.Tensor5D): number[] {
  return valuesOf(tf.tidy(() => clips.mean([2, 3, 4])));
}

import assert from "node:assert/strict";
import { tensorsOf, type TensorTree } from "../../runtime/mod.ts";

/**
 * The largest difference between two trees of the same form; of values above 1, relative to them.
 */
export function differenceOf(actual: TensorTree, expected: TensorTree): number {
  const actualTensors = tensorsOf(actual);
  const expectedTensors = tensorsOf(expected);
  assert.equal(actualTensors.length, expectedTensors.length);
  let largest = 0;
  expectedTensors.forEach((tensor, index) => {
    const values = actualTensors[index]!.dataSync();
    assert.equal(values.length, tensor.size);
    tensor.dataSync().forEach((value, position) => {
      const difference = Math.abs(values[position]! - value) / Math.max(1, Math.abs(value));
      largest = Math.max(largest, difference);
    });
  });
  return largest;
}

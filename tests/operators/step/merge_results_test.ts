import assert from "node:assert/strict";
import { hostValues, mergeResults } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";

/** A result of two clips. */
function result(loss: number, labels: [number, number]) {
  return { loss: tf.scalar(loss), gate: { labels: tf.tensor1d(labels, "int32") } };
}

tidyTest("mergeResults() averages scalars and concatenates all others", () => {
  const merged = mergeResults([result(1, [0, 1]), result(2, [2, 3]), result(6, [4, 5])]);
  assert.deepEqual(hostValues(merged), {
    loss: 3,
    gate: { labels: Int32Array.of(0, 1, 2, 3, 4, 5) },
  });
});

tidyTest("mergeResults() copies a single result", () => {
  const single = result(1, [0, 1]);
  const merged = mergeResults([single]);
  assert.deepEqual(hostValues(merged), hostValues(single));
  assert.notEqual(merged.loss, single.loss);
});

Deno.test("mergeResults() refuses an empty list", () =>
  assert.throws(() => mergeResults([]), { name: "RangeError", message: /must be at least one/ }));

import assert from "node:assert/strict";
import { ownGroups } from "../../../operators/stream/_own_groups.ts";

Deno.test("ownGroups() takes the same part of each micro-batch", () => {
  const groups = (task: number, microBatches: number) =>
    ownGroups({ labeledPerBatch: 8, share: { task, size: 2, microBatches } });
  assert.deepEqual(groups(0, 1), [0, 1, 2, 3]);
  assert.deepEqual(groups(1, 1), [4, 5, 6, 7]);
  assert.deepEqual(groups(0, 2), [0, 1, 4, 5]);
  assert.deepEqual(groups(1, 2), [2, 3, 6, 7]);
  assert.deepEqual(ownGroups({ labeledPerBatch: 3 }), [0, 1, 2]);
});

Deno.test("ownGroups() refuses a batch that cannot be divided, and a worker that there is not", () => {
  const share = { task: 0, size: 3, microBatches: 2 };
  assert.throws(() => ownGroups({ labeledPerBatch: 8, share }), {
    name: "RangeError",
    message: "Cannot order videos as 'labeledPerBatch' must be a multiple of the 3 workers times " +
      "2 micro-batches: current value is 8",
  });
  assert.throws(() => ownGroups({ labeledPerBatch: 6, share: { ...share, task: 3 } }), {
    name: "RangeError",
    message:
      "Cannot order videos as 'share.task' must be an integer from 0 to 2: current value is 3",
  });
});

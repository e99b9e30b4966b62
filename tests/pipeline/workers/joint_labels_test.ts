import assert from "node:assert/strict";
import { jointLabels } from "../../../pipeline/workers/joint_labels.ts";
import { jointRows } from "../../../pipeline/workers/joint_rows.ts";

Deno.test("jointRows() finds the rows of a worker in each micro-batch", () => {
  const own = { count: 4, microBatches: 2 };
  assert.deepEqual(jointRows({ task: 0, size: 3 }, own), [0, 1, 6, 7]);
  assert.deepEqual(jointRows({ task: 2, size: 3 }, own), [4, 5, 10, 11]);
  assert.deepEqual(jointRows({ task: 1, size: 2 }, { count: 0, microBatches: 1 }), []);
});

Deno.test("jointLabels() orders the labels of all workers as their results", () => {
  const hiddenLabels = [[0, 1, 2, 3], [10, 11, 12, 13]];
  const joint = (
    microBatches: number,
  ) => [...jointLabels({ hiddenLabels, waitedSec: [], brokenVideos: [] }, microBatches)];
  assert.deepEqual(joint(1), [0, 1, 2, 3, 10, 11, 12, 13]);
  assert.deepEqual(joint(2), [0, 1, 10, 11, 2, 3, 12, 13]);
});

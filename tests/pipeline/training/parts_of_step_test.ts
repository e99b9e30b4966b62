import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { METHODS } from "../../../pipeline/methods/methods.ts";
import { partsOfStep } from "../../../pipeline/training/parts_of_step.ts";

/** What differs from a step of 12 labeled clips, two unlabeled ones each, in one process. */
interface Differences {
  readonly method?: keyof typeof METHODS;
  readonly accumulate?: number;
  readonly ratio?: number;
  readonly workers?: number;
  readonly contrast?: "own";
}

const CASES: readonly (readonly [why: string, parts: readonly number[], Differences])[] = [
  ["each divisor", [1, 2, 3, 4, 6, 12], {}],
  ["no fewer than now", [3, 4, 6, 12], { accumulate: 3 }],
  ["each of two workers has a labeled clip in each part", [1, 2, 3, 6], { workers: 2 }],
  ["the contrast has two unlabeled clips in each part", [1, 2, 3, 4, 6], { ratio: 1 }],
  ["with the clips of all workers", [1, 2, 3, 6], { ratio: 1, workers: 2 }],
  ["with a worker's own clips alone", [1, 2, 3], { ratio: 1, workers: 2, contrast: "own" }],
  ["without the contrast one is enough", [1, 2, 3, 4, 6, 12], { ratio: 1, method: "fixmatch" }],
  ["mixtures need two, on each worker", [1, 2, 3], {
    ratio: 1,
    workers: 2,
    method: "svformer",
  }],
  ["a memory is of whole steps", [2], { method: "after-tacl", accumulate: 2 }],
];

for (const [why, parts, differences] of CASES) {
  Deno.test(`partsOfStep(): ${why}`, async () => {
    const { method = "actnetformer", accumulate = 1, ratio = 2, workers = 1, contrast = "all" } =
      differences;
    const { config } = await loadConfig("motion_small", [
      { path: "schedule.labeledPerStep", value: 12 },
      { path: "schedule.accumulate", value: accumulate },
      { path: "schedule.unlabeledPerLabeled", value: ratio },
      { path: "workers.contrast", value: contrast },
    ]);
    const share = { task: 0, size: workers, microBatches: accumulate };
    const order = { labeled: [], unlabeled: [], labeledPerBatch: 12, ratio, seed: 0, share };
    assert.deepEqual(partsOfStep({ config, method: METHODS[method], order }), parts);
  });
}

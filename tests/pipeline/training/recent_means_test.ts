import assert from "node:assert/strict";
import { RecentMeans, type StepSample } from "../../../pipeline/training/recent_means.ts";

function sample(loss: number, changes: Partial<StepSample> = {}): StepSample {
  return {
    loss,
    lossTerms: { supervisedPrimary: loss / 2 },
    gate: undefined,
    clips: 6,
    seconds: { device: 2, data: 1, peers: 0, pause: 9 },
    waitedSec: [0],
    ...changes,
  };
}

function gate(maskRate: number, judged: number, right: number) {
  return { maskRate, judged, right, confidence: 0.5, histogram: [], known: [], knownRight: [] };
}

Deno.test("RecentMeans averages the last twenty steps", () => {
  const means = new RecentMeans();
  let last = means.add("phase", sample(1000));
  assert.deepEqual(last.pace, {
    clipsPerSecond: 2,
    waitingShare: 1 / 3,
    slowest: undefined,
  });
  for (let step = 1; step <= 20; step++) last = means.add("phase", sample(step));
  assert.deepEqual([last.loss, last.lossTerms], [10.5, { supervisedPrimary: 5.25 }]);
  assert.deepEqual(last.pseudoLabels, {});
});

Deno.test("RecentMeans forgets the steps of an earlier phase", () => {
  const means = new RecentMeans();
  means.add("first", sample(1000));
  const { loss } = means.add("second", sample(2));
  assert.equal(loss, 2);
});

Deno.test("RecentMeans counts right pseudo-labels over all steps, if any are known", () => {
  const means = new RecentMeans();
  means.add("phase", sample(1, { gate: { primary: gate(0.5, 1, 1), auxiliary: gate(0, 0, 0) } }));
  const { pseudoLabels } = means.add(
    "phase",
    sample(1, { gate: { primary: gate(1, 3, 0), auxiliary: gate(0.5, 0, 0) } }),
  );
  assert.deepEqual(pseudoLabels, {
    primary: { used: 0.75, right: 0.25 },
    auxiliary: { used: 0.25, right: undefined },
  });
});

Deno.test("RecentMeans names the worker that the others wait for", () => {
  const means = new RecentMeans();
  means.add("phase", sample(1, { waitedSec: [1, 0, 2] }));
  const seconds = { device: 2, data: 1, peers: 3, pause: 9 };
  const { pace } = means.add("phase", sample(1, { seconds, waitedSec: [3, 1, 4] }));
  assert.deepEqual(pace, {
    clipsPerSecond: 4 / 3,
    waitingShare: 1 / 4.5,
    slowest: { task: 1, waitingShare: 10 / 2 / 2 / 4.5 },
  });
});

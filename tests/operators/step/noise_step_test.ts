import assert from "node:assert/strict";
import { of } from "rxjs";
import {
  confidenceGate,
  dualForward,
  hostValues,
  mergeLosses,
  microBatch,
  noiseStep,
  tinyNetworks,
} from "../../../operators/mod.ts";
import { tidyTest } from "../_tensors.ts";

const NETWORKS = tinyNetworks(4);

tidyTest("noiseStep() makes clips of the sizes that the networks take", () => {
  const { batch } = noiseStep(NETWORKS, { labeled: 2, unlabeled: 6, size: 16, frames: 5 });
  assert.deepEqual(batch.labeled.primary.shape, [2, 5, 16, 16, 3]);
  assert.deepEqual(batch.labeled.auxiliary!.shape, [2, 2, 8, 8, 3]);
  assert.deepEqual(batch.strong!.primary.shape, [6, 5, 16, 16, 3]);
  assert.deepEqual(Array.from(batch.labels.dataSync()), [0, 1]);
});

tidyTest(
  "noiseStep() makes the same noise for the same seed, and other noise for each view",
  () => {
    const first = hostValues(noiseStep(NETWORKS, { seed: 3 }));
    assert.deepEqual(hostValues(noiseStep(NETWORKS, { seed: 3 })), first);
    assert.notDeepEqual(hostValues(noiseStep(NETWORKS, { seed: 4 })).batch, first.batch);
    assert.notDeepEqual(first.batch.weak, first.batch.strong);
  },
);

tidyTest("noiseStep() makes the same noise each time for the seed 0 as well, its default", () => {
  const { batch } = hostValues(noiseStep(NETWORKS));
  assert.deepEqual(hostValues(noiseStep(NETWORKS)).batch, batch);
  assert.deepEqual(hostValues(noiseStep(NETWORKS, { seed: 0 })).batch, batch);
});

tidyTest("noiseStep() repeats no noise in another view, network or seed", () => {
  const { primary } = NETWORKS;
  const networks = { primary, auxiliary: primary };
  const noise = [0, 1, 2].flatMap((seed) => {
    const { labeled, weak, strong } = noiseStep(networks, { labeled: 2, seed }).batch;
    return [labeled, weak!, strong!].flatMap((view) => [view.primary, view.auxiliary!]);
  });
  const texts = noise.map((clips) => Array.from(clips.dataSync()).join());
  assert.equal(new Set(texts).size, 18);
});

tidyTest("noiseStep() gives no part of a step the seed of dropout that another seed has", () => {
  const seeds = [0, 1, 2].flatMap((seed) => {
    const { batch } = noiseStep(NETWORKS, { labeled: 2, seed });
    return [0, 1].map((index) => {
      const { randomSeed } = microBatch(batch, { index, count: 2 });
      return Array.from(randomSeed.dataSync()).join();
    });
  });
  assert.equal(new Set(seeds).size, 6);
});

tidyTest("noiseStep() without unlabeled clips is a step on labels alone", () => {
  const { primary } = NETWORKS;
  const { state, batch, schedule } = noiseStep({ primary }, { unlabeled: 0 });
  assert.deepEqual(Object.keys(batch).sort(), ["labeled", "labels", "randomSeed"]);
  assert.deepEqual([Object.keys(state), Object.keys(schedule.learningRate)], [["primary"], [
    "primary",
  ]]);
});

tidyTest("noiseStep() can be run by the whole method", () => {
  const losses: number[] = [];
  of(noiseStep(NETWORKS)).pipe(
    dualForward(NETWORKS),
    confidenceGate({ threshold: 0 }),
    mergeLosses({ contrast: { temperature: 0.5 } }),
  ).subscribe(({ loss }) => losses.push(hostValues(loss)));
  assert.equal(losses.length, 1);
  assert.ok(Number.isFinite(losses[0]) && losses[0]! > 0);
});

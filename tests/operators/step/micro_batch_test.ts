import assert from "node:assert/strict";
import { microBatch, noiseStep, tinyNetworks } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";

const NETWORKS = tinyNetworks();

/** Both halves of a batch of four labeled and eight unlabeled clips. */
function halves() {
  const { batch } = noiseStep(NETWORKS, { labeled: 4, unlabeled: 8, seed: 3 });
  const parts = [0, 1].map((index) => microBatch(batch, { index, count: 2 }));
  return { batch, parts };
}

tidyTest("microBatch() cuts labeled clips with the unlabeled ones that belong to them", () => {
  const { batch, parts } = halves();
  assert.deepEqual(parts.map(({ labels }) => Array.from(labels.dataSync())), [[0, 1], [2, 3]]);
  for (const network of ["primary", "auxiliary"] as const) {
    const weak = parts.map((part) => part.weak![network]!);
    assert.deepEqual(weak.map(({ shape }) => shape[0]), [4, 4]);
    assert.deepEqual(tf.concat(weak).dataSync(), batch.weak![network]!.dataSync());
  }
});

tidyTest("microBatch() gives each micro-batch a random seed of its own", () => {
  const { batch, parts } = halves();
  const [first, second] = batch.randomSeed.dataSync();
  const seeds = parts.map(({ randomSeed }) => Array.from(randomSeed.dataSync()));
  assert.deepEqual(seeds, [[first, second], [first! + 1, second]]);
});

tidyTest("microBatch() cuts a batch of labeled clips alone", () => {
  const { primary } = NETWORKS;
  const { batch } = noiseStep({ primary }, { labeled: 2, unlabeled: 0 });
  const part = microBatch(batch, { index: 1, count: 2 });
  assert.deepEqual(Object.keys(part).sort(), ["labeled", "labels", "randomSeed"]);
  assert.deepEqual(Object.keys(part.labeled), ["primary"]);
});

tidyTest("microBatch() cuts a batch without strong views", () => {
  const { strong: _, ...batch } = noiseStep(NETWORKS, { labeled: 2, unlabeled: 4 }).batch;
  const part = microBatch(batch, { index: 1, count: 2 });
  assert.deepEqual(Object.keys(part).sort(), ["labeled", "labels", "randomSeed", "weak"]);
  assert.equal(part.weak!.primary.shape[0], 2);
});

tidyTest("microBatch() refuses a count that does not divide the clips", () => {
  const { batch } = noiseStep(NETWORKS, { labeled: 4 });
  assert.throws(() => microBatch(batch, { index: 0, count: 3 }), {
    name: "RangeError",
    message: "Cannot accumulate gradients as 'count' must divide the 4 clips of a view: " +
      "current value is 3",
  });
});

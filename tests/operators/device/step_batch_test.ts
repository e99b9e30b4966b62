import assert from "node:assert/strict";
import { StepBatch } from "../../../operators/mod.ts";
import { disposeTree } from "../../../runtime/mod.ts";
import { ticket, video } from "../_clips.ts";
import { noise } from "../_networks.ts";
import { tensorTest } from "../_tensors.ts";

const TICKETS = {
  labeled: [ticket("l", "labeled")],
  unlabeled: [ticket("u"), { ...ticket("v"), video: video("v", null) }],
};

/** A batch of noise, and a log of its end. */
function batchOfNoise() {
  const tensors = noise(1);
  const log: string[] = [];
  const batch = new StepBatch(tensors, TICKETS, () => {
    disposeTree(tensors);
    log.push("free");
  });
  return { batch, log };
}

tensorTest("StepBatch counts its videos and knows their hidden labels", () => {
  using batch = batchOfNoise().batch;
  assert.deepEqual([batch.clips, Array.from(batch.hiddenLabels)], [3, [0, -1]]);
});

tensorTest("StepBatch frees its tensors once when it is disposed", () => {
  const { batch, log } = batchOfNoise();
  batch[Symbol.dispose]();
  batch[Symbol.dispose]();
  assert.deepEqual(log, ["free"]);
});

tensorTest("StepBatch frees its tensors when the last user is done", async () => {
  const { batch, log } = batchOfNoise();
  const work = Promise.withResolvers<number>();
  const used = batch.use(() => work.promise);
  batch[Symbol.dispose]();
  assert.deepEqual(log, []);
  work.resolve(7);
  assert.equal(await used, 7);
  assert.deepEqual(log, ["free"]);
});

tensorTest("StepBatch refuses work after it was disposed", async () => {
  const { batch } = batchOfNoise();
  batch[Symbol.dispose]();
  await assert.rejects(batch.use(() => 0), { name: "ReferenceError", message: /it was disposed/ });
});

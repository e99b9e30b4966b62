import assert from "node:assert/strict";
import { runContender, type StreamCase } from "../../../bench/stream/contenders.ts";

/**
 * Four steps of three videos, decoded at once, for a device that is slower; epochs of two steps.
 */
const SLOW_DEVICE: StreamCase = {
  order: {
    labeled: [{ id: "labeled", path: "", label: 0 }],
    unlabeled: Array.from({ length: 4 }, (_, index) => ({
      id: `unlabeled ${index}`,
      path: "",
      label: null,
    })),
    labeledPerBatch: 1,
    ratio: 2,
    seed: 1,
  },
  steps: 4,
  load: () => Promise.resolve(new Uint8Array(1)),
  concurrency: 2,
  deviceMs: 5,
};

Deno.test("the credits' stream is never more than two steps ahead, and in order", async () => {
  const { maxLead, maxHeld, outOfOrder } = await runContender("credits", SLOW_DEVICE);
  assert.ok(maxLead <= 6 && maxHeld <= 6, `lead ${maxLead}, held ${maxHeld}`);
  assert.equal(outOfOrder, 0);
});

Deno.test("mergeMap decodes all videos ahead of a slow device", async () => {
  const { maxLead } = await runContender("mergeMap", SLOW_DEVICE);
  assert.equal(maxLead, 12);
});

Deno.test("mergeMap gives videos in the order of their decoding, credits in that of the source", async () => {
  let calls = 0;
  let second = Promise.withResolvers<void>();
  // The first video of two is ready after the second.
  const load = async () => {
    calls++;
    if (calls % 2 === 1) {
      await second.promise;
    } else {
      second.resolve();
      second = Promise.withResolvers<void>();
    }
    return new Uint8Array(1);
  };
  const streamCase = { ...SLOW_DEVICE, load, deviceMs: 0 };
  const merged = await runContender("mergeMap", streamCase);
  const paced = await runContender("credits", streamCase);
  assert.ok(merged.outOfOrder > 0);
  assert.equal(paced.outOfOrder, 0);
});

Deno.test("runContender() fails as its stream does", async () => {
  const load = () => Promise.reject(new Error("broken video"));
  await assert.rejects(runContender("credits", { ...SLOW_DEVICE, load }), /broken video/);
});

import assert from "node:assert/strict";
import { creditsFor } from "../../../operators/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { createCredits } from "../../../pipeline/training/create_credits.ts";

const ORDER = { labeled: [], unlabeled: [], labeledPerBatch: 2, ratio: 3, seed: 0 };

Deno.test("createCredits() keeps a decoder a core at work, or takes what is configured", async () => {
  const { config } = await loadConfig("motion_small");
  const concurrency = navigator.hardwareConcurrency;
  assert.equal(createCredits(config, ORDER).capacity, creditsFor({ batch: 8, concurrency }));
  assert.equal(createCredits({ ...config, credits: 9 }, ORDER).capacity, 9);
});

Deno.test("createCredits() refuses fewer than a step has clips", async () => {
  const { config } = await loadConfig("motion_small");
  assert.throws(() => createCredits({ ...config, credits: 7 }, ORDER), {
    name: "RangeError",
    message: "Cannot train as 'credits' must suffice for a step of 8 clips: current value is 7",
  });
});

import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { createCredits } from "../../../pipeline/training/create_credits.ts";
import { defaultCredits } from "../../../pipeline/training/default_credits.ts";

const ORDER = { labeled: [], unlabeled: [], labeledPerBatch: 2, ratio: 3, seed: 0 };

Deno.test("createCredits() has room by default, or for as many clips as configured", async () => {
  const { config } = await loadConfig("motion_small");
  const { capacity } = createCredits(config, ORDER);
  assert.equal(capacity, defaultCredits(8, navigator.hardwareConcurrency));
  assert.equal(createCredits({ ...config, credits: 9 }, ORDER).capacity, 9);
});

Deno.test("createCredits() refuses fewer than a step has clips", async () => {
  const { config } = await loadConfig("motion_small");
  assert.throws(() => createCredits({ ...config, credits: 7 }, ORDER), {
    name: "RangeError",
    message: "Cannot train as 'credits' must suffice for a step of 8 clips: current value is 7",
  });
});

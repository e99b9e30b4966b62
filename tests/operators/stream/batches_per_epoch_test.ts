import assert from "node:assert/strict";
import { batchesPerEpoch } from "../../../operators/mod.ts";
import { videos } from "../_clips.ts";

Deno.test("batchesPerEpoch() passes over the unlabeled videos, or the labeled ones without them", () => {
  const common = { labeledPerBatch: 2, seed: 0 };
  const labeled = videos("l", 5);
  const unlabeled = videos("u", 21);
  assert.equal(batchesPerEpoch({ ...common, labeled, unlabeled, ratio: 5 }), 3);
  assert.equal(batchesPerEpoch({ ...common, labeled, unlabeled: [], ratio: 0 }), 3);
});

Deno.test("batchesPerEpoch() refuses lists and numbers that do not fit", () => {
  const good = { labeled: videos("l", 1), unlabeled: videos("u", 1), ratio: 1, seed: 0 };
  const refused = [
    [{ labeledPerBatch: 0 }, /'labeledPerBatch'/],
    [{ ratio: -1 }, /'ratio'/],
    [{ ratio: 0 }, /'ratio' must be 0 without/],
    [{ labeled: [] }, /'labeled' must not be empty/],
    [{ unlabeled: [] }, /current value is 1 for 0 unlabeled videos/],
  ] as const;
  for (const [change, message] of refused) {
    assert.throws(() => batchesPerEpoch({ labeledPerBatch: 1, ...good, ...change }), {
      name: "RangeError",
      message,
    });
  }
});

import assert from "node:assert/strict";
import { describeLength } from "../../../pipeline/videos/describe_length.ts";

function describe(durationSec: number, claimedSec: number | null, firstTick = 0) {
  const clock = { tickSec: 1, maxStepSec: 10, firstTick, keyFrames: [] };
  return describeLength({ durationSec, claimedSec, clock });
}

Deno.test("describeLength() reports a claim that is far from the images' length", () => {
  assert.equal(describe(8, 4), "its images last 8.0 s, its container says 4.0 s");
  assert.equal(describe(10, 13), "its images last 10.0 s, its container says 13.0 s");
});

Deno.test("describeLength() says nothing of a claim that may be right", () => {
  assert.equal(describe(10, null), undefined);
  assert.equal(describe(10, 10.9), undefined);
  // A part of a long video whose clock counts on: it ends at 31 s.
  assert.equal(describe(10, 31, 21), undefined);
});

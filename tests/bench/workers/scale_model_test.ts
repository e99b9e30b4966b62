import assert from "node:assert/strict";
import { predictScale, type ScaleInputs } from "../../../bench/workers/scale_model.ts";

/** Ten clips of 0.1 s, and 100 MB of gradients that leave a worker in a second. */
const INPUTS: ScaleInputs = {
  computeSecPerClip: 0.1,
  clipsPerWorker: 10,
  gradientBytes: 100e6,
  bucketBytes: 10e6,
  linkBytesPerSec: 100e6,
  latencySec: 0,
  hostBytesPerSec: Infinity,
  messageSec: 0,
  overlap: 0,
  isProcessor: false,
  decodeSecPerClip: 0,
  cores: 1,
  largestBatch: 1000,
};

Deno.test("predictScale() sends 2 (W - 1) / W times the gradients", () => {
  for (const [workers, seconds] of [[1, 0], [2, 1], [4, 1.5], [1000, 1.998]] as const) {
    const { exchangeSec, stepSec } = predictScale(INPUTS, workers);
    assert.ok(Math.abs(exchangeSec - seconds) < 1e-9, `${workers} workers`);
    assert.equal(stepSec, 1 + exchangeSec);
  }
});

Deno.test("predictScale() hides what is sent during the backward pass", () => {
  const half = predictScale({ ...INPUTS, overlap: 0.5 }, 2);
  assert.deepEqual([half.stepSec, half.efficiency], [1.5, 1 / 1.5]);
  const whole = predictScale({ ...INPUTS, overlap: 1 }, 2);
  assert.deepEqual([whole.stepSec, whole.efficiency, whole.limits], [1, 1, []]);
});

Deno.test("predictScale() hides no work of the processor that computes as well", () => {
  const inputs = { ...INPUTS, overlap: 1, hostBytesPerSec: 200e6, linkBytesPerSec: Infinity };
  assert.equal(predictScale({ ...inputs, isProcessor: true }, 2).stepSec, 1.5);
  assert.equal(predictScale(inputs, 2).stepSec, 1);
});

Deno.test("predictScale() counts a message for each bucket and round", () => {
  const inputs = { ...INPUTS, linkBytesPerSec: Infinity, messageSec: 0.001 };
  // 10 buckets, and 2 (W - 1) = 14 rounds.
  assert.equal(predictScale(inputs, 8).exchangeSec, 0.14);
  assert.equal(predictScale({ ...inputs, bucketBytes: 1e9 }, 8).exchangeSec, 0.014);
});

Deno.test("predictScale() names what limits", () => {
  assert.deepEqual(predictScale(INPUTS, 2).limits, ["all-reduce"]);
  const slowDecoding = { ...INPUTS, decodeSecPerClip: 0.8, cores: 2 };
  const decoding = predictScale(slowDecoding, 2);
  assert.deepEqual([decoding.stepSec, decoding.limits], [4, ["decoding"]]);
  assert.equal(predictScale({ ...slowDecoding, isProcessor: true }, 1).stepSec, 5);
  const { limits, batch } = predictScale({ ...INPUTS, overlap: 2 }, 200);
  assert.deepEqual([batch, limits], [2000, ["batch"]]);
});

Deno.test("predictScale() of one worker is what the worker does alone", () => {
  const { clipsPerSec, efficiency } = predictScale(INPUTS, 1);
  assert.deepEqual([clipsPerSec, efficiency], [10, 1]);
});

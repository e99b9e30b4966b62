import assert from "node:assert/strict";
import {
  DECODERS,
  drawWork,
  idealVideosPerSec,
  VIDEOS_PER_STEP,
} from "../../../bench/streams/simulated_case.ts";

Deno.test("idealVideosPerSec() is what the slower of decoders and device does alone", () => {
  const decodeMs = new Array<number>(100).fill(8 * DECODERS);
  // Decoding takes 0.8 s, the steps 0.5 or 2 s.
  assert.equal(idealVideosPerSec({ decodeMs, stepMs: [200, 300] }), 125);
  assert.equal(idealVideosPerSec({ decodeMs, stepMs: [500, 1500] }), 50);
});

Deno.test("drawWork() draws equal times for equal seeds, and the same videos for all devices", () => {
  const extent = { steps: 10, seed: 3 };
  const work = drawWork("stuttering", extent);
  assert.deepEqual(drawWork("stuttering", extent), work);
  assert.deepEqual(drawWork("slow", extent).decodeMs, work.decodeMs);
  assert.notDeepEqual(drawWork("stuttering", { ...extent, seed: 4 }).decodeMs, work.decodeMs);
});

Deno.test("drawWork() has the mean times that its constants state", () => {
  const { decodeMs, stepMs } = drawWork("stuttering", { steps: 1000, seed: 1 });
  assert.equal(decodeMs.length, 1000 * VIDEOS_PER_STEP);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  assert.ok(Math.abs(mean(decodeMs) - 20) < 0.5, `decoding ${mean(decodeMs)} ms`);
  assert.ok(Math.abs(mean(stepMs) - 54) < 2, `a step ${mean(stepMs)} ms`);
});

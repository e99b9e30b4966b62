import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { METHODS } from "../../../pipeline/methods/methods.ts";
import { measureSteps } from "../../../pipeline/training/measure_steps.ts";
import { videoOrder } from "../../../pipeline/training/video_order.ts";
import { watchTensors } from "../../_leaks.ts";
import { videos } from "../../operators/_clips.ts";

type Override = { readonly path: string; readonly value: unknown };

const TINY: readonly Override[] = [
  { path: "clip.size", value: 16 },
  { path: "clip.decodeShortSide", value: 16 },
  { path: "primary.width", value: 4 },
  { path: "primary.depths", value: [1] },
  { path: "primary.temporalKernels", value: [3] },
  { path: "primary.spatialStrides", value: [2] },
  { path: "auxiliary.depth", value: 1 },
  { path: "auxiliary.width", value: 16 },
  { path: "schedule", value: { steps: 8, labeledPerStep: 2, unlabeledPerLabeled: 2 } },
];

async function measure(overrides: readonly Override[], signal = new AbortController().signal) {
  const { config } = await loadConfig("motion_small", [...TINY, ...overrides]);
  const method = METHODS.actnetformer;
  const sets = { labeled: videos("l", 3), unlabeled: videos("u", 5) };
  const order = videoOrder(config, { method, videos: sets });
  return await measureSteps(config, { method, order, totalSteps: 8, classes: 2 }, {
    precision: "float32",
    signal,
  });
}

for (const accumulate of [1, 2]) {
  Deno.test(`measureSteps() takes steps in ${accumulate} parts and leaves nothing`, async () => {
    const assertNoLeaks = watchTensors();
    const measured = await measure([{ path: "schedule.accumulate", value: accumulate }]);
    assertNoLeaks();
    const { steps, seconds, peakBytes, fits, parameters } = measured;
    assert.deepEqual([steps, fits], [8, true]);
    assert.ok(seconds > 0, String(seconds));
    assert.ok(peakBytes > 1e4, String(peakBytes));
    assert.ok(parameters > 1000, String(parameters));
  });
}

Deno.test("measureSteps() takes no step that has no room", async () => {
  const assertNoLeaks = watchTensors();
  const { seconds, fits } = await measure([
    { path: "clip.size", value: 256 },
    { path: "clip.decodeShortSide", value: 256 },
    { path: "schedule.labeledPerStep", value: 200 },
  ]);
  assertNoLeaks();
  assert.equal(fits, false);
  assert.ok(Number.isNaN(seconds));
});

Deno.test("measureSteps() stops when it is aborted", async () => {
  const assertNoLeaks = watchTensors();
  await assert.rejects(measure([], AbortSignal.abort()), { name: "AbortError" });
  assertNoLeaks();
});

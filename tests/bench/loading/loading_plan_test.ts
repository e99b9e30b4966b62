import assert from "node:assert/strict";
import { planLoading } from "../../../bench/loading/loading_plan.ts";
import type { VideoProbe } from "../../../datasets/mod.ts";

function makeProbe(durationSec: number, width = 320): VideoProbe {
  return {
    durationSec,
    claimedSec: durationSec,
    codedWidth: width,
    codedHeight: 240,
    rotation: 0,
    mirrored: false,
    pixelAspect: 1,
    displayWidth: width,
    displayHeight: 240,
    framesPerSecond: 25,
    codec: "h264",
    problems: [],
    clock: { tickSec: 0.04, maxStepSec: 10, firstTick: 5, keyFrames: [] },
  };
}

const PROBED = new Map([
  ...Array.from({ length: 24 }, (_, index) => [`${index}.mp4`, makeProbe(10)] as const),
  ["narrow.mp4", makeProbe(10, 240)] as const,
]);

Deno.test("planLoading() takes every video of one size once, in windows inside of them", () => {
  const { plan, videos, tickets } = planLoading(PROBED, 1);
  assert.equal(plan.windows.length, 24);
  assert.equal(tickets.length, plan.windows.length);
  assert.deepEqual(
    new Set(plan.windows.map(({ path }) => path)),
    new Set(videos.keys()),
  );
  assert.ok(!videos.has("narrow.mp4"));
  const { framesPerSecond, frameCount, width, height, batchWindows } = plan;
  assert.deepEqual([framesPerSecond, frameCount, width, height], [7.5, 15, 171, 128]);
  assert.equal(batchWindows, 24);
  const isInside = plan.windows.every((window) =>
    window.startFrame >= 0 && window.startFrame + window.frameCount <= 75 &&
    window.frameCount === frameCount && window.firstSec === 0.2
  );
  assert.ok(isInside);
  assert.ok(new Set(plan.windows.map(({ startFrame }) => startFrame)).size > 5);
});

Deno.test("planLoading() draws the same windows again", () => {
  assert.deepEqual(planLoading(PROBED, 2).plan, planLoading(PROBED, 2).plan);
});

Deno.test("planLoading() says how many frames a short video has", () => {
  const probed = new Map([0, 1, 2].map((index) => [`${index}.mp4`, makeProbe(1)]));
  const { windows } = planLoading(probed, 1).plan;
  assert.ok(windows.every(({ startFrame, frameCount }) => startFrame === 0 && frameCount === 8));
});

Deno.test("planLoading() refuses to plan without videos", () => {
  assert.throws(() => planLoading(new Map(), 1), RangeError);
});

import assert from "node:assert/strict";
import { loadConfig, type Override } from "../../../pipeline/config/config.ts";
import { METHODS } from "../../../pipeline/methods/methods.ts";
import { videoOrder } from "../../../pipeline/training/video_order.ts";

const VIDEOS = {
  labeled: [{ id: "a", path: "/a", label: 0 }],
  unlabeled: [{ id: "b", path: "/b", label: null }],
};

async function load(...overrides: readonly Override[]) {
  return (await loadConfig("motion_small", overrides)).config;
}

Deno.test("videoOrder() leaves out unlabeled videos if the method does not look at them", async () => {
  const config = await load();
  const whole = videoOrder(config, { method: METHODS.fixmatch, videos: VIDEOS });
  assert.deepEqual(whole.unlabeled, VIDEOS.unlabeled);
  assert.equal(whole.ratio, config.schedule.unlabeledPerLabeled);
  const labels = videoOrder(config, { method: METHODS.supervised, videos: VIDEOS });
  assert.deepEqual([labels.labeled, labels.unlabeled, labels.ratio], [VIDEOS.labeled, [], 0]);
});

Deno.test("videoOrder() refuses a method that has no unlabeled videos", async () => {
  const config = await load({ path: "method.name", value: "fixmatch" });
  const videos = { ...VIDEOS, unlabeled: [] };
  assert.throws(() => videoOrder(config, { method: METHODS.fixmatch, videos }), {
    message:
      /^Cannot train by fixmatch as it must have unlabeled videos: current value is 0, as all 1 /,
  });
});

Deno.test("videoOrder() refuses contrast and mixtures within parts of one unlabeled clip", async () => {
  const config = await load(
    { path: "schedule.labeledPerStep", value: 2 },
    { path: "schedule.accumulate", value: 2 },
    { path: "schedule.unlabeledPerLabeled", value: 1 },
  );
  assert.throws(() => videoOrder(config, { method: METHODS.actnetformer, videos: VIDEOS }), {
    message:
      /as the contrastive loss must have at least 2 unlabeled clips in each part of a step: current value is 1 \(schedule\.labeledPerStep 2 \/ schedule\.accumulate 2 × schedule\.unlabeledPerLabeled 1\)/,
  });
  assert.throws(() => videoOrder(config, { method: METHODS.svformer, videos: VIDEOS }), {
    message: /must have at least 2 unlabeled clips in each part of a step: current value is 1 \(/,
  });
});

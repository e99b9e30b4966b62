import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { countSteps, stepSchedule } from "../../../pipeline/training/step_schedule.ts";

async function load(fields: Readonly<Record<string, unknown>>) {
  const overrides = Object.entries(fields).map(([path, value]) => ({ path, value }));
  return (await loadConfig("motion_small", overrides)).config;
}

Deno.test("stepSchedule() warms up, then falls, and raises the other losses after the labels", async () => {
  const config = await load({
    "optimizer.learningRate": 1,
    "optimizer.auxiliaryLearningRate": 0.5,
    "optimizer.warmupShare": 0.1,
    "method.supervisedShare": 0.2,
    "method.rampShare": 0.2,
    "method.gamma": 2,
    "method.beta": 4,
  });
  const schedule = stepSchedule(config, { dual: true, totalSteps: 100 });
  assert.ok(schedule(0).learningRate.primary < schedule(9).learningRate.primary);
  assert.ok(schedule(50).learningRate.primary > schedule(99).learningRate.primary);
  for (const step of [0, 30, 99]) {
    const { primary, auxiliary } = schedule(step).learningRate;
    assert.equal(auxiliary, primary / 2);
  }
  assert.deepEqual([schedule(19).pseudoLabelWeight, schedule(19).contrastWeight], [0, 0]);
  assert.deepEqual([schedule(60).pseudoLabelWeight, schedule(60).contrastWeight], [2, 4]);
});

Deno.test("stepSchedule() has one learning rate for one network, and one for both by default", async () => {
  const config = await load({ "optimizer.learningRate": 1 });
  const { optimizer } = config;
  const alone = stepSchedule(config, { dual: false, totalSteps: 10 })(5).learningRate;
  assert.deepEqual(Object.keys(alone), ["primary"]);
  const pair = stepSchedule(config, { dual: true, totalSteps: 10 })(5).learningRate;
  const { auxiliaryLearningRate = optimizer.learningRate } = optimizer;
  assert.equal(pair.auxiliary, pair.primary * auxiliaryLearningRate);
});

Deno.test("countSteps() counts steps as configured, or those of the epochs", async () => {
  const video = (id: string) => ({ id, path: id, label: null });
  const order = {
    labeled: [video("a")],
    unlabeled: ["b", "c", "d", "e"].map(video),
    labeledPerBatch: 1,
    ratio: 2,
    seed: 0,
  };
  assert.equal(countSteps(await load({ "schedule.steps": 7 }), order), 7);
  assert.equal(countSteps(await load({ "schedule.epochs": 3 }), order), 6);
});

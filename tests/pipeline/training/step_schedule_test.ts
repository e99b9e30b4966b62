import assert from "node:assert/strict";
import { type Config, loadConfig } from "../../../pipeline/config/config.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import type { Method } from "../../../pipeline/methods/method.ts";
import { METHODS } from "../../../pipeline/methods/methods.ts";
import { planPhases } from "../../../pipeline/training/plan_phases.ts";
import { countSteps, stepSchedule } from "../../../pipeline/training/step_schedule.ts";

async function load(fields: Readonly<Record<string, unknown>>) {
  const overrides = Object.entries(fields).map(([path, value]) => ({ path, value }));
  return (await loadConfig("motion_small", overrides)).config;
}

const ORDER = { labeled: [], unlabeled: [], labeledPerBatch: 1, ratio: 1, seed: 0 };

function scheduleOf(config: Config, method: Method, totalSteps: number) {
  const networks = createNetworks(config, { dual: method.dual, classes: 2 });
  const phases = planPhases(config, { method, networks, order: ORDER, totalSteps });
  return stepSchedule(config, { method, totalSteps, phases });
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
  const schedule = scheduleOf(config, METHODS.actnetformer, 100);
  assert.ok(schedule(0).learningRate.primary < schedule(9).learningRate.primary);
  assert.ok(schedule(50).learningRate.primary > schedule(99).learningRate.primary);
  for (const step of [0, 30, 99]) {
    const { primary, auxiliary } = schedule(step).learningRate;
    assert.equal(auxiliary, primary / 2);
  }
  assert.deepEqual(schedule(19).weights, { pseudoLabel: 0, contrast: 0 });
  assert.deepEqual(schedule(60).weights, { pseudoLabel: 2, contrast: 4 });
});

Deno.test("stepSchedule() has one learning rate for one network, and one for both by default", async () => {
  const config = await load({ "optimizer.learningRate": 1 });
  const { optimizer } = config;
  const alone = scheduleOf(config, METHODS.fixmatch, 10)(5).learningRate;
  assert.deepEqual(Object.keys(alone), ["primary"]);
  const pair = scheduleOf(config, METHODS.actnetformer, 10)(5).learningRate;
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

Deno.test("stepSchedule() starts again with a phase that asks for it, without warm-up", async () => {
  const config = await load({ "optimizer.learningRate": 1, "optimizer.warmupShare": 0.5 });
  const { pipeline, unlabeled, losses } = METHODS.fixmatch;
  const phase = { pipeline, unlabeled, losses };
  const phases = () => [{ ...phase, share: 0.6 }, { ...phase, share: 0.4, restartRate: 0.1 }];
  const schedule = scheduleOf(config, { ...METHODS.fixmatch, phases }, 10);
  assert.ok(schedule(5).learningRate.primary > 0.9);
  assert.equal(schedule(6).learningRate.primary, 0.1);
  assert.ok(schedule(9).learningRate.primary < 0.1);
});

Deno.test("stepSchedule() has the weights of a method's terms, or those of the configuration", async () => {
  const config = await load({ "method.weights": { group: 3 }, "method.rampShare": 0 });
  const method = { ...METHODS.fixmatch, weights: () => ({ instance: 9, group: 1 }) };
  assert.deepEqual(scheduleOf(config, method, 10)(9).weights, { instance: 9, group: 3 });
});

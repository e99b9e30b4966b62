import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import { METHODS } from "../../../pipeline/methods/methods.ts";
import {
  describeMemory,
  describeTime,
  describeTraining,
} from "../../../pipeline/training/describe_training.ts";
import { planPhases } from "../../../pipeline/training/plan_phases.ts";

const video = (id: string) => ({ id, path: id, label: 0 });

const VIDEOS = {
  classes: ["a", "b"],
  labeled: [],
  unlabeled: [],
  test: [],
  validation: ["1", "2", "3", "4"].map(video),
  hash: "",
  gone: new Set<string>(),
  record: {
    split: null,
    labeled: 0,
    unlabeled: 0,
    validation: 4,
    test: 0,
    sha256: "",
    missing: [],
  },
};

async function linesOf(fields: Readonly<Record<string, unknown>>, method = METHODS.actnetformer) {
  const overrides = Object.entries(fields).map(([path, value]) => ({ path, value }));
  const { config } = await loadConfig("motion_small", overrides);
  const networks = createNetworks(config, { dual: method.dual, classes: 2 });
  const { labeledPerStep, unlabeledPerLabeled } = config.schedule;
  const order = {
    labeled: [],
    unlabeled: [],
    labeledPerBatch: labeledPerStep,
    ratio: method.unlabeled ? unlabeledPerLabeled : 0,
    seed: 0,
  };
  const totalSteps = config.schedule.steps!;
  const phases = planPhases(config, { method, networks, order, totalSteps });
  const videos = VIDEOS;
  const precision = "float32";
  return describeTraining({ config, networks, phases, totalSteps, precision, videos, method });
}

Deno.test("describeTraining() says what is trained, in steps of which kinds", async () => {
  assert.deepEqual(await linesOf({ "schedule.steps": 100, "method.supervisedShare": 0.4 }), [
    "Network primary: slow-resnet, 0.13 million parameters, 4 frames of 32×32 pixels",
    "Network auxiliary: timesformer, 0.16 million parameters, 8 frames of 32×32 pixels",
    "Steps: 100 in float32",
    "  steps 1 to 40: supervised, 4 labeled clips each",
    "  steps 41 to 100: actnetformer, 4 labeled and 20 unlabeled clips each",
  ]);
});

Deno.test("describeTraining() says how the training is scored, and when it ends early", async () => {
  const scored = {
    "data.validationShare": 0.2,
    "evaluate.everySteps": 5,
    "evaluate.patience": 3,
    "schedule.accumulate": 2,
  };
  const lines = await linesOf({ "method.name": "supervised", ...scored }, METHODS.supervised);
  assert.deepEqual(lines.slice(1), [
    "Steps: 3000 in float32, each computed in 2 parts",
    "  steps 1 to 3000: supervised, 4 labeled clips each",
    "Validation: 4 labeled videos held out, scored after every 5 steps (one is 25 %)",
    "  ends after 3 scores without a higher one",
  ]);
});

Deno.test("describeMemory() says what a step takes, and what is free if that is known", async () => {
  const { config } = await loadConfig("motion_small");
  const gibibyte = 2 ** 30;
  assert.equal(
    describeMemory({ bytes: 1.5 * gibibyte, room: 20 * gibibyte, cacheBytes: gibibyte }, config),
    "Memory: about 1.5 GiB for a step, up to 1.0 GiB for decoded videos, 20.0 GiB free",
  );
  assert.equal(
    describeMemory({ bytes: 89 * 2 ** 20, room: undefined, cacheBytes: gibibyte }, config),
    "Memory: about 89 MiB for a step, up to 1.0 GiB for decoded videos",
  );
});

Deno.test("describeMemory() says that the estimate of a step is close to what is free", async () => {
  const { config } = await loadConfig("motion_small");
  const gibibyte = 2 ** 30;
  assert.equal(
    describeMemory({ bytes: 18 * gibibyte, room: 23 * gibibyte, cacheBytes: gibibyte }, config),
    "Memory: about 18.0 GiB for a step, up to 1.0 GiB for decoded videos, 23.0 GiB free. That is " +
      "close: if the system ends the run, raise schedule.accumulate above 1",
  );
});

Deno.test("describeTime() says how long the steps take whose kind was tried", () => {
  assert.equal(
    describeTime({ seconds: 245, unmeasuredSteps: 0 }, 1600),
    "Time: about 4:05 for 1,600 steps, as tried on black clips",
  );
  assert.equal(
    describeTime({ seconds: 7300, unmeasuredSteps: 10 }, 1600),
    "Time: about 2:01:40 for 1,590 of 1,600 steps, as tried on black clips",
  );
});

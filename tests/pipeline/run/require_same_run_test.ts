import assert from "node:assert/strict";
import { CLASSES, config, stateAt } from "./_checkpoints.ts";
import { applyOverrides, parseConfig } from "../../../pipeline/config/config.ts";
import { CheckpointError } from "../../../pipeline/run/checkpoint_error.ts";
import { checkpointState, parseCheckpointState } from "../../../pipeline/run/checkpoint_state.ts";
import { requireSameRun } from "../../../pipeline/run/require_same_run.ts";

Deno.test("requireSameRun() allows changes that do not affect what is learned", () => {
  const free = {
    "credits": 99,
    "about": "else",
    "evaluate.clips": 1,
    "checkpoint.everySteps": 3,
    "data.source": "elsewhere",
    "data.cacheMebibytes": 1,
    "data.failureShare": 1,
  };
  const overrides = Object.entries(free).map(([path, value]) => ({ path, value }));
  const changed = parseConfig(applyOverrides(config, overrides), "test");
  const current = { config: changed, classes: CLASSES, videos: "hash" };
  assert.doesNotThrow(() => requireSameRun({ path: "path", state: stateAt(7) }, current));
});

Deno.test("requireSameRun() allows another path of a method's file, but not another method", () => {
  const namedBy = (value: string) =>
    parseConfig(applyOverrides(config, [{ path: "method.name", value }]), "test");
  const before = namedBy("/theirs/mine.ts");
  const saved = { ...stateAt(7).config, "method.name": before.method.name };
  const state = { ...stateAt(7), config: saved };
  const check = (name: string) => {
    const current = { config: namedBy(name), classes: CLASSES, videos: "hash" };
    requireSameRun({ path: "path", state }, current);
  };
  assert.doesNotThrow(() => check("runs/own/method.ts"));
  assert.throws(() => check("cmpl"), /method\.name was "\/theirs\/mine\.ts", is "cmpl"/);
});

Deno.test("requireSameRun() holds how workers share their steps, if there were several", () => {
  const synced = parseConfig(
    applyOverrides(config, [{ path: "workers.syncBatchNorm", value: true }]),
    "test",
  );
  const current = { config: synced, classes: CLASSES, videos: "hash" };
  const check = (state: ReturnType<typeof stateAt>) =>
    requireSameRun({ path: "path", state }, current);
  assert.doesNotThrow(() => check(stateAt(7)));
  assert.throws(
    () => check({ ...stateAt(7), workers: 2 }),
    /workers\.syncBatchNorm was false, is true/,
  );
});

Deno.test("requireSameRun() names each change that does", () => {
  const { primary } = config;
  assert.ok(typeof primary === "object" && "depths" in primary);
  const deeper = primary.depths.with(-1, 9);
  const overrides = [
    { path: "optimizer.learningRate", value: 0.5 },
    { path: "primary.depths", value: deeper },
    { path: "schedule.epochs", value: 3 },
    { path: "seed", value: 9 },
  ];
  const changed = parseConfig(applyOverrides(config, overrides), "test");
  const { learningRate } = config.optimizer;
  assert.throws(
    () =>
      requireSameRun({ path: "path", state: stateAt(7) }, {
        config: changed,
        classes: ["rise", "fall", "orbit"],
        videos: "other",
      }),
    (error) => {
      assert.ok(error instanceof CheckpointError);
      for (
        const part of [
          `optimizer.learningRate was ${learningRate}, is 0.5`,
          `primary.depths was [${primary.depths}], is [${deeper}]`,
          `schedule.steps was ${config.schedule.steps}, is not set`,
          "schedule.epochs was not set, is 3",
          "seed was 0, is 9",
          "the classes from number 2 on were 'fäll', are 'fall', 'orbit'",
          "the videos or their labels have changed",
        ]
      ) assert.ok(error.message.includes(part), error.message);
      return true;
    },
  );
});

Deno.test("requireSameRun() refuses a checkpoint of a version that drew other clips", () => {
  const { draws: _, ...before } = stateAt(7);
  const state = parseCheckpointState("path", JSON.stringify(before));
  const current = { config, classes: CLASSES, videos: "hash" };
  const path = "runs/one/checkpoints/step-000007.safetensors";
  assert.throws(() => requireSameRun({ path, state }, current), {
    name: "CheckpointError",
    message: `Cannot resume from ${path} as configuration and videos must be the same: ` +
      "the program's random draws have changed. To train on from its weights in a new run: " +
      "deno task train --from one, with these changes",
  });
});

Deno.test("requireSameRun() knows what fields were before they could be set", () => {
  const state = stateAt(7);
  const fields = Object.entries(state.config).filter(([path]) => !path.includes("normalization"));
  const before = { ...state, config: Object.fromEntries(fields) };
  const current = { config, classes: CLASSES, videos: "hash" };
  assert.doesNotThrow(() => requireSameRun({ path: "path", state: before }, current));
  const overrides = [{ path: "clip.normalization.mean", value: 0.5 }];
  const changed = { ...current, config: parseConfig(applyOverrides(config, overrides), "test") };
  assert.throws(
    () => requireSameRun({ path: "path", state: before }, changed),
    /clip\.normalization\.mean was 0\.45, is 0\.5/,
  );
});

Deno.test("requireSameRun() holds what decides the best weights of a run that is scored", () => {
  const withFields = (fields: Readonly<Record<string, unknown>>) => {
    const overrides = Object.entries(fields).map(([path, value]) => ({ path, value }));
    return parseConfig(applyOverrides(config, overrides), "test");
  };
  const scored = { "data.validationShare": 0.2, "evaluate.everySteps": 5 };
  const state = checkpointState(withFields(scored), {
    step: 7,
    classes: CLASSES,
    videos: "hash",
    brokenVideos: [],
  });
  const current = (fields: Readonly<Record<string, unknown>>) => ({
    config: withFields({ ...scored, ...fields }),
    classes: CLASSES,
    videos: "hash",
  });
  const resume = (fields: Readonly<Record<string, unknown>>) =>
    requireSameRun({ path: "path", state }, current(fields));
  assert.doesNotThrow(() => resume({ "evaluate.videosAtOnce": 4 }));
  for (const field of ["evaluate.clips", "evaluate.everySteps", "evaluate.patience"]) {
    assert.throws(() => resume({ [field]: 2 }), new RegExp(`${field} was .*, is 2`));
  }
  // Also of a run that began when there was no such field.
  const { "evaluate.precision": _, ...fields } = state.config;
  const old = { ...state, config: fields };
  assert.doesNotThrow(() => requireSameRun({ path: "path", state: old }, current({})));
  assert.throws(
    () => requireSameRun({ path: "path", state: old }, current({ "evaluate.precision": "bf16" })),
    /evaluate\.precision was "float32", is "bf16"/,
  );
  // A run that was not scored cannot begin with it.
  assert.throws(
    () =>
      requireSameRun({ path: "path", state: stateAt(7) }, {
        config: withFields(scored),
        classes: CLASSES,
        videos: "hash",
      }),
    /evaluate\.everySteps was not set, is 5/,
  );
});

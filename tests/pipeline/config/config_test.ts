import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import {
  applyOverrides,
  type Config,
  loadConfig,
  parseConfig,
  parseOverride,
  presetNames,
} from "../../../pipeline/config/config.ts";
import { misfitOf } from "../../../pipeline/config/models.ts";
import { withFolder } from "../_temporary_folder.ts";
import { MODEL_NAMES, NAMED_CONFIGS } from "../../../models/named_configs.ts";
import { ConfigError } from "../../../pipeline/config/config_error.ts";
import { completeModel } from "../../../pipeline/method/networks.ts";

const SMALLEST = {
  clip: {
    size: 224,
    decodeShortSide: 320,
    primary: { frames: 8, stride: 8 },
    auxiliary: { frames: 8, stride: 4 },
  },
  primary: "slow_r50",
  auxiliary: "timesformer_vit_s",
  schedule: { epochs: 250 },
};

Deno.test("parseConfig() fills in the defaults of PAPER.md", () => {
  const config = parseConfig(SMALLEST, "test");
  const { method, optimizer, schedule, evaluate } = config;
  assert.deepEqual([method.name, method.threshold, method.gamma, method.beta, method.temperature], [
    "actnetformer",
    0.8,
    2,
    2,
    0.5,
  ]);
  assert.deepEqual([optimizer.momentum, optimizer.weightDecay, optimizer.maxGradientNorm], [
    0.9,
    1e-3,
    40,
  ]);
  assert.equal(schedule.unlabeledPerLabeled, 5);
  assert.deepEqual([evaluate.clips, evaluate.crops], [5, 3]);
  assert.equal(config.credits, undefined);
});

Deno.test("parseConfig() gives a config that it accepts unchanged", () => {
  const config = parseConfig(SMALLEST, "test");
  assert.deepEqual(parseConfig(JSON.parse(JSON.stringify(config)), "test"), config);
});

const TINY = { kind: "timesformer", width: 64, depth: 2, heads: 4, patch: 8 };
const SLOW = {
  kind: "slow-resnet",
  block: "basic",
  width: 8,
  depths: [1],
  temporalKernels: [3],
  spatialStrides: [1],
};

const REFUSED: readonly (readonly [path: string, value: unknown, part: string])[] = [
  ["optimizer.learnRate", 1, "unknown key; allowed are learningRate"],
  ["extra", 1, "unknown key; allowed are about, seed"],
  ["method.threshold", 1.5, "must be a number from 0 to 1, is 1.5"],
  ["method.temperature", 0, "must be a number above 0, is 0"],
  ["method.name", "tcl", 'or the path of a module (./name.ts), is "tcl"'],
  ["schedule.epochs", 2.5, "must be a whole number of at least 1, is 2.5"],
  ["seed", -1, "must be a whole number from 0 to 4294967295, is -1"],
  ["seed", "3", 'is "3"'],
  ["views.weak.scale", [2, 1], "must be [lowest, highest]"],
  ["views.weak.scale", [2], "must be [lowest, highest]"],
  ["data", [], "must be an object with the fields source"],
  ["data.source", "", "must be text that is not empty"],
  ["clip.size", null, "is null"],
  ["clip.decodeShortSide", 200, "must be at least clip.size 224, is 200"],
  ["primary", "resnet", "slow_r50"],
  ["primary", { kind: "resnet" }, "slow-resnet"],
  ["primary", { kind: "timesformer", size: 3 }, "unknown key"],
  ["auxiliary", { ...TINY, patch: 15 }, "a patch that divides clip.size"],
  ["auxiliary", { ...TINY, heads: 3 }, "heads that divide its width"],
  ["primary", { ...SLOW, depths: [1, 1] }, "of equal length"],
  ["primary", { ...SLOW, temporalKernels: [2] }, "must be an odd whole number, is 2"],
  ["auxiliary", { depth: 1 }, "must be one of slow-resnet, timesformer"],
  ["data.motion.size", 33, "must be even, is 33"],
  ["views.strong.only", [], "a list with at least one operation"],
  ["views.strong.only", ["turn"], "must be one of autocontrast"],
  ["evaluate.crops", 2, "must be 1 or 3, is 2"],
];

for (const [path, value, part] of REFUSED) {
  Deno.test(`parseConfig() refuses ${path} = ${JSON.stringify(value)}`, () => {
    const raw = applyOverrides(SMALLEST, [{ path, value }]);
    assert.throws(() => parseConfig(raw, "test"), (error) => {
      assert.ok(error instanceof ConfigError);
      const found = error.issues.some((issue) =>
        issue.path.startsWith(path) && issue.message.includes(part)
      );
      assert.ok(found, error.message);
      return true;
    });
  });
}

Deno.test("completeModel() completes every published network", () => {
  for (const name of MODEL_NAMES) {
    const surroundings = { classes: 5, size: 112, frames: 4 };
    const model = completeModel(name, surroundings);
    const expected = model.kind === "timesformer" ? surroundings : { classes: 5 };
    assert.deepEqual(model, { ...NAMED_CONFIGS[name], ...expected });
    assert.equal(misfitOf(name, 100) !== undefined, model.kind === "timesformer");
  }
});

Deno.test("parseConfig() names a missing field", () => {
  const { clip: _, ...rest } = SMALLEST;
  assert.throws(() => parseConfig(rest, "test"), { message: "config test: clip: is missing" });
});

Deno.test("parseConfig() reports all problems at once", () => {
  const raw = { ...SMALLEST, seed: "x", method: { gamma: -1, delta: 1 } };
  assert.throws(() => parseConfig(raw, "my.json"), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.deepEqual(error.issues.map(({ path }) => path), [
      "seed",
      "method.gamma",
      "method.delta",
    ]);
    assert.equal(error.message.split("\n").length, 4);
    assert.ok(error.message.startsWith("config my.json:\n  seed: must be"));
    return true;
  });
});

Deno.test("parseConfig() wants either steps or epochs", () => {
  for (const schedule of [{}, { steps: 1, epochs: 1 }]) {
    assert.throws(
      () => parseConfig({ ...SMALLEST, schedule }, "test"),
      /schedule: must hold one of/,
    );
  }
});

Deno.test("parseConfig() wants micro-batches of equal size", () => {
  const accumulated = (accumulate: number) => {
    const schedule = { epochs: 1, labeledPerStep: 8, accumulate };
    return parseConfig({ ...SMALLEST, schedule }, "test").schedule.accumulate;
  };
  assert.deepEqual([1, 2, 8].map(accumulated), [1, 2, 8]);
  assert.throws(
    () => accumulated(3),
    /schedule: must hold as labeledPerStep a multiple of accumulate/,
  );
  assert.throws(() => accumulated(0), /schedule.accumulate: must be a whole number of at least 1/);
});

Deno.test("parseConfig() refuses whatever is no object, without failing otherwise", () => {
  fc.assert(fc.property(fc.jsonValue(), (raw) => {
    assert.throws(() => parseConfig(raw, "test"), ConfigError);
  }));
});

Deno.test("parseOverride() reads JSON, and text where it is none", () => {
  assert.deepEqual(parseOverride("a.b=0.5"), { path: "a.b", value: 0.5 });
  assert.deepEqual(parseOverride("a=[1,2]"), { path: "a", value: [1, 2] });
  assert.deepEqual(parseOverride("a=b=c"), { path: "a", value: "b=c" });
  assert.deepEqual(parseOverride("a=cmpl"), { path: "a", value: "cmpl" });
  for (const text of ["a", "=1", "", ".a=1"]) assert.throws(() => parseOverride(text), ConfigError);
});

Deno.test("applyOverrides() replaces fields without touching the original", () => {
  const raw = { a: { b: 1, c: 2 } };
  const changed = applyOverrides(raw, [{ path: "a.b", value: 3 }, { path: "d.e", value: 4 }]);
  assert.deepEqual(changed, { a: { b: 3, c: 2 }, d: { e: 4 } });
  assert.deepEqual(raw, { a: { b: 1, c: 2 } });
});

Deno.test("applyOverrides() lets steps replace epochs and epochs steps", () => {
  const steps = applyOverrides(SMALLEST, [{ path: "schedule.steps", value: 10 }]);
  assert.deepEqual(parseConfig(steps, "test").schedule.steps, 10);
  assert.equal(parseConfig(steps, "test").schedule.epochs, undefined);
  const back = applyOverrides(steps, [{ path: "schedule.epochs", value: 2 }]);
  assert.equal(parseConfig(back, "test").schedule.epochs, 2);
});

for (const preset of presetNames()) {
  Deno.test(`loadConfig() loads the preset ${preset}`, async () => {
    const { config, name } = await loadConfig(preset, [{ path: "seed", value: 7 }]);
    assert.equal(name, preset);
    assert.equal(config.seed, 7);
    assert.ok(config.about.length > 0);
  });
}

Deno.test("loadConfig() reads a file and names it in errors", () =>
  withFolder(async (folder) => {
    const path = join(folder, "mine.json");
    await Deno.writeTextFile(path, JSON.stringify(SMALLEST));
    const loaded: { config: Config; name: string } = await loadConfig(path);
    assert.deepEqual(loaded, { config: parseConfig(SMALLEST, "test"), name: "mine" });
    await Deno.writeTextFile(path, "{");
    await assert.rejects(loadConfig(path), (error) => {
      assert.ok(error instanceof ConfigError && error.message.includes(path));
      return true;
    });
    await assert.rejects(
      loadConfig(join(folder, "none.json")),
      /must be a JSON file or one of .*motion_small/,
    );
  }));

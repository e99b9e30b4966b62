import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { applyOverrides, loadConfig, parseConfig } from "../../../pipeline/config/config.ts";
import { ConfigError } from "../../../pipeline/config/config_error.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { SMALLEST_CONFIG } from "./_smallest_config.ts";

Deno.test("parseConfig() fills in the defaults: the paper's numbers where it states them", () => {
  const config = parseConfig(SMALLEST_CONFIG, "test");
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
  const config = parseConfig(SMALLEST_CONFIG, "test");
  assert.deepEqual(parseConfig(JSON.parse(JSON.stringify(config)), "test"), config);
});

/** Networks that fit the clips. */
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
  ["data", { testList: "test.txt" }, "must have a folder or list of videos as source if it has a"],
  ["optimizer.learnRate", 1, "is an unknown key: allowed are learningRate"],
  ["extra", 1, "is an unknown key: allowed are about, seed"],
  ["method.threshold", 1.5, "must be a number from 0 to 1: current value is 1.5"],
  ["method.temperature", 0, "must be a number above 0: current value is 0"],
  ["method.name", "mixmatch", 'or the path of a module (./name.ts): current value is "mixmatch"'],
  ["schedule.epochs", 2.5, "must be a whole number of at least 1: current value is 2.5"],
  ["seed", JSON.parse("1e400"), "from 0 to 4294967295: current value is Infinity"],
  ["seed", -1, "must be a whole number from 0 to 4294967295: current value is -1"],
  ["seed", "3", ': current value is "3"'],
  ["views.weak.scale", [2, 1], "must be [lowest, highest]"],
  ["views.weak.scale", [2], "must be [lowest, highest]"],
  ["data", [], "must be an object with the fields source"],
  ["data.source", "", "must be text and not empty"],
  ["clip.size", null, "current value is null"],
  ["clip.others", { primary: { frames: 4, stride: 2 } }, "must have another name, as clip.primary"],
  ["clip.others", { Slow: { frames: 4, stride: 2 } }, "begins with a small letter"],
  ["clip.others", { slow: { frames: 4 } }, "is missing"],
  ["clip.others", { constructor: { frames: 4, stride: 2 } }, "must not have a field named"],
  ["method.weights", JSON.parse('{ "__proto__": 2 }'), "must not have a field named"],
  ["clip.decodeShortSide", 200, "must be at least clip.size 224: current value is 200"],
  ["primary", "resnet", "slow_r50"],
  ["primary", { kind: "resnet" }, "slow-resnet"],
  ["primary", { kind: "timesformer", size: 3 }, "is an unknown key"],
  ["auxiliary", { ...TINY, patch: 15 }, "a patch (15) that divides clip.size (224)"],
  ["auxiliary", { ...TINY, heads: 3 }, "heads that divide its width"],
  ["primary", { ...SLOW, depths: [1, 1] }, "of equal length"],
  ["primary", { ...SLOW, temporalKernels: [2] }, "must be an odd whole number: current value is 2"],
  [
    "auxiliary",
    { depth: 1 },
    "must be one of slow-resnet, slowfast-resnet, r3d-resnet, tsm-resnet, timesformer",
  ],
  ["data.motion.size", 33, "must be even: current value is 33"],
  ["views.strong.only", [], "a list with at least one operation"],
  ["views.strong.only", ["turn"], "must be one of autocontrast"],
  ["evaluate.crops", 2, "must be 1 or 3: current value is 2"],
];

for (const [path, value, part] of REFUSED) {
  Deno.test(`parseConfig() refuses ${path} = ${JSON.stringify(value)}`, () => {
    const raw = applyOverrides(SMALLEST_CONFIG, [{ path, value }]);
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

Deno.test("parseConfig() names a missing field", () => {
  const { clip: _, ...rest } = SMALLEST_CONFIG;
  assert.throws(() => parseConfig(rest, "test"), {
    message: "Cannot use the config test as clip is missing",
  });
});

Deno.test("parseConfig() reports all problems at once", () => {
  const raw = { ...SMALLEST_CONFIG, seed: "x", method: { gamma: -1, delta: 1 } };
  assert.throws(() => parseConfig(raw, "my.json"), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.deepEqual(error.issues.map(({ path }) => path), [
      "seed",
      "method.gamma",
      "method.delta",
    ]);
    assert.equal(error.message.split("\n").length, 4);
    assert.ok(
      error.message.startsWith(
        "Cannot use the config my.json as it has 3 mistakes:\n  seed must be",
      ),
    );
    return true;
  });
});

Deno.test("parseConfig() wants either steps or epochs", () => {
  for (const schedule of [{}, { steps: 1, epochs: 1 }]) {
    assert.throws(
      () => parseConfig({ ...SMALLEST_CONFIG, schedule }, "test"),
      /schedule must have either steps or epochs/,
    );
  }
});

Deno.test("parseConfig() wants micro-batches of equal size", () => {
  const accumulated = (accumulate: number) => {
    const schedule = { epochs: 1, labeledPerStep: 8, accumulate };
    return parseConfig({ ...SMALLEST_CONFIG, schedule }, "test").schedule.accumulate;
  };
  assert.deepEqual([1, 2, 8].map(accumulated), [1, 2, 8]);
  assert.throws(
    () => accumulated(3),
    /schedule\.accumulate must divide schedule\.labeledPerStep, which is 8 \(take one of 1, 2, 4, 8\): current value is 3$/,
  );
  assert.throws(() => accumulated(0), /schedule.accumulate must be a whole number of at least 1/);
});

Deno.test("parseConfig() refuses any JSON that is not a configuration", () => {
  fc.assert(fc.property(fc.jsonValue(), (raw) => {
    assert.throws(() => parseConfig(raw, "test"), ConfigError);
  }));
});

Deno.test("loadConfig() names a configuration after its file", () =>
  withFolder(async (folder) => {
    const expected = parseConfig(SMALLEST_CONFIG, "test");
    for (const file of ["mine.json", "mine.jsonc"]) {
      const path = join(folder, file);
      await Deno.writeTextFile(path, `// Mine.\n${JSON.stringify(SMALLEST_CONFIG)}`);
      assert.deepEqual(await loadConfig(path), { config: expected, name: "mine" });
    }
  }));

Deno.test("loadConfig() applies overrides in their order", async () => {
  const overrides = [{ path: "seed", value: 7 }, { path: "seed", value: 8 }];
  assert.equal((await loadConfig("motion_small", overrides)).config.seed, 8);
});

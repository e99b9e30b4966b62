import assert from "node:assert/strict";
import { join } from "node:path";
import { createModel } from "../../../models/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { presetNames, readConfigSource } from "../../../pipeline/config/source.ts";
import { parameterCount } from "../../models/_parameter_count.ts";
import { withFolder } from "../_temporary_folder.ts";
import { ConfigError } from "../../../pipeline/config/config_error.ts";
import { completeModel } from "../../../pipeline/method/networks.ts";

/** Writes JSON files and gives a function that tells their paths. */
async function filesIn(folder: string, files: Readonly<Record<string, unknown>>) {
  for (const [name, value] of Object.entries(files)) {
    await Deno.writeTextFile(join(folder, name), JSON.stringify(value));
  }
  return (name: string) => join(folder, name);
}

Deno.test("readConfigSource() lays a configuration over those it extends", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(join(folder, "deep"));
    const path = await filesIn(folder, {
      "base.json": {
        about: "base",
        list: [1, 2],
        clip: { size: 32, primary: { frames: 4, stride: 8 } },
        primary: { kind: "slow-resnet", width: 16 },
        auxiliary: { kind: "timesformer", width: 64 },
        schedule: { steps: 10, labeledPerStep: 4 },
      },
      "middle.json": { extends: "base.json", about: "middle", clip: { size: 64 } },
      "deep/top.json": {
        extends: "../middle.json",
        list: [3],
        clip: { primary: { frames: 8 } },
        primary: { kind: "timesformer", depth: 1 },
        auxiliary: { kind: "timesformer", depth: 2 },
        schedule: { epochs: 2 },
      },
    });
    assert.deepEqual(await readConfigSource(path("deep/top.json")), {
      about: "middle",
      list: [3],
      clip: { size: 64, primary: { frames: 8, stride: 8 } },
      primary: { kind: "timesformer", depth: 1 },
      auxiliary: { kind: "timesformer", width: 64, depth: 2 },
      schedule: { labeledPerStep: 4, epochs: 2 },
    });
  }));

Deno.test("readConfigSource() extends presets by name", () =>
  withFolder(async (folder) => {
    const path = await filesIn(folder, {
      "mine.json": { extends: "motion_small", primary: "slow_r18", seed: 3 },
    });
    const base = await readConfigSource("motion_small") as Record<string, unknown>;
    assert.deepEqual(await readConfigSource(path("mine.json")), {
      ...base,
      primary: "slow_r18",
      seed: 3,
    });
  }));

Deno.test("readConfigSource() refuses a circle, naming it", () =>
  withFolder(async (folder) => {
    const path = await filesIn(folder, {
      "a.json": { extends: "b.json" },
      "b.json": { extends: "./a.json" },
      "self.json": { extends: "self.json" },
    });
    const circle = [path("a.json"), path("b.json"), path("a.json")].join(" extends ");
    await assert.rejects(readConfigSource(path("a.json")), (error) => {
      assert.ok(error instanceof ConfigError && error.message.includes(circle), String(error));
      return true;
    });
    await assert.rejects(
      readConfigSource(path("self.json")),
      /must not lead back to the same file/,
    );
  }));

Deno.test("readConfigSource() refuses what cannot be extended", () =>
  withFolder(async (folder) => {
    const path = await filesIn(folder, {
      "number.json": { extends: 3 },
      "none.json": { extends: "nothing" },
      "list.json": { extends: "number.json" },
    });
    const wanted = /extends: must be a preset or the path of a JSON file, is 3/;
    await assert.rejects(readConfigSource(path("number.json")), wanted);
    await assert.rejects(readConfigSource(path("list.json")), wanted);
    await assert.rejects(
      readConfigSource(path("none.json")),
      /config nothing: must be a JSON file or one/,
    );
  }));

/** Parameters, at 400 classes, of the networks by name; the paper's where PAPER.md states them. */
const COUNTS = {
  slow_r50: 32_454_096,
  slow_r18: 20_229_072,
  timesformer_vit_s: 30_702_352,
  timesformer_vit_b: 121_566_352,
} as const;

/** Primary and auxiliary network of the rows of table 2. */
const PAIRS = {
  vit_b_vit_s: ["timesformer_vit_b", "timesformer_vit_s"],
  vit_b_r50: ["timesformer_vit_b", "slow_r50"],
  vit_b_r18: ["timesformer_vit_b", "slow_r18"],
  r50_vit_b: ["slow_r50", "timesformer_vit_b"],
  r50_r18: ["slow_r50", "slow_r18"],
  r50_vit_s: ["slow_r50", "timesformer_vit_s"],
} as const;

for (const [pair, names] of Object.entries(PAIRS)) {
  Deno.test(`loadConfig() builds the pair ${pair} of table 2`, async () => {
    const { config } = await loadConfig(`kinetics400_1pct_pair_${pair}`);
    assert.deepEqual([config.primary, config.auxiliary], [...names]);
    for (const network of ["primary", "auxiliary"] as const) {
      const { frames } = config.clip[network];
      const surroundings = { classes: 400, size: config.clip.size, frames };
      const model = createModel(completeModel(config[network], surroundings));
      assert.deepEqual(
        parameterCount(model.parameters),
        COUNTS[config[network] as keyof typeof COUNTS],
      );
    }
  });
}

for (const preset of presetNames()) {
  Deno.test(`loadConfig() loads ${preset}, whose networks build`, async () => {
    const { config } = await loadConfig(preset);
    for (const network of ["primary", "auxiliary"] as const) {
      const { frames } = config.clip[network];
      const surroundings = { classes: 101, size: config.clip.size, frames };
      const model = createModel(completeModel(config[network], surroundings));
      assert.ok(parameterCount(model.parameters) > 10_000);
    }
  });
}

const ROWS = presetNames().filter((name) => /^(?:ucf101_1|hmdb51|kinetics400)/.test(name));

Deno.test("the rows of the paper's tables are all there and say what they are", async () => {
  // Tables 1 and the HMDB-51 one: 5 rows for each of 4 splits, 2 for each of 3; table 2: 6 for 2.
  assert.deepEqual(ROWS.length, 5 * 4 + 2 * 3 + 6 * 2);
  for (const name of ROWS) {
    const { config: { about, data, method, optimizer, schedule, clip, evaluate } } =
      await loadConfig(name);
    assert.ok(about.includes(`deno task train --config ${name} --data FOLDER`), name);
    assert.ok(/The paper reports (?:\d+\.\d % top-1|no number)/.test(about), name);
    const split = /^(\w+?)_(\d+pct)/.exec(name)!.slice(1).join("-");
    assert.deepEqual(data.split, split, name);
    assert.deepEqual([method.threshold, method.gamma, method.beta], [0.8, 2, 2], name);
    assert.deepEqual([optimizer.momentum, optimizer.weightDecay], [0.9, 0.001], name);
    assert.deepEqual([schedule.unlabeledPerLabeled, clip.size], [5, 224], name);
    assert.deepEqual([evaluate.clips, evaluate.crops], [5, 3], name);
    const others = name.includes("fixmatch") || /_cmpl$/.test(name);
    assert.deepEqual(schedule.epochs, others ? 200 : 250, name);
  }
});

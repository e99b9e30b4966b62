import assert from "node:assert/strict";
import { createModel } from "../../../models/mod.ts";
import { parameterCount } from "../../models/_parameter_count.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { presetNames } from "../../../pipeline/config/source.ts";
import { completeModel } from "../../../pipeline/networks/complete_model.ts";
import { chooseMethod } from "../../../pipeline/methods/choose_method.ts";
import { METHODS } from "../../../pipeline/methods/methods.ts";

const PRESETS = new URL("../../../pipeline/config/presets/", import.meta.url);

/**
 * Numbers of parameters, at 400 classes, of the networks by name; the paper's where it states them.
 */
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
  Deno.test(`the preset of the pair ${pair} has the networks of table 2`, async () => {
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
  Deno.test(`the preset ${preset} loads, and its networks build`, async () => {
    const { config } = await loadConfig(preset);
    for (const network of ["primary", "auxiliary"] as const) {
      const { frames } = config.clip[network];
      const surroundings = { classes: 101, size: config.clip.size, frames };
      const model = createModel(completeModel(config[network], surroundings));
      assert.ok(parameterCount(model.parameters) > 10_000);
    }
  });
}

/** Rows of methods and networks that the paper compares with, which have settings of their own. */
const PEERS = /_(?:tcl|cmpl_quarter|fixmatch_slowfast|mvpl|ltg|svformer|after_\w+)$/;

/** Those of several modalities. */
const MODAL = presetNames().filter((name) => /^(?!published).*_(?:mvpl|ltg)$/.test(name));

const ROWS = presetNames().filter((name) =>
  /^(?:ucf101_1|hmdb51|kinetics400)/.test(name) && !PEERS.test(name)
);

for (const name of MODAL) {
  Deno.test(`the preset ${name} has its method's settings, and all that this needs`, async () => {
    const { config } = await loadConfig(name);
    const { data, method, schedule } = config;
    assert.equal(data.split, /^(\w+?)_(\d+pct)/.exec(name)?.slice(1).join("-"));
    assert.equal(await chooseMethod(config), METHODS[name.endsWith("ltg") ? "ltg" : "mvpl"]);
    assert.deepEqual([method.threshold, method.gamma], [0.3, 1]);
    assert.ok(method.supervisedShare > 0.1 && schedule.preciseBatches! > 100);
    const text = await Deno.readTextFile(new URL(`${name}.jsonc`, PRESETS));
    assert.match(text, /^\/\/ Expected: \d+\.\d % top-1, as the (?:paper reports\.|authors)/m);
    assert.ok(text.includes(`// Command: deno task train --config ${name} --data `));
  });
}

/** The rows of reconstructions. */
const AFTER = presetNames().filter((name) => /^(?!published).*_after_/.test(name));

Deno.test("the presets have a row for each number of the reconstructed methods", () => {
  assert.equal(AFTER.length, 1 + 3 + 1);
});

for (const name of AFTER) {
  Deno.test(`the preset ${name} has all that its method needs`, async () => {
    const weights = { path: "weights.auxiliary", value: "resnet50.safetensors" };
    const { config } = await loadConfig(name, name.endsWith("danet") ? [weights] : []);
    assert.equal(config.data.split, /^(\w+?)_(\d+pct)/.exec(name)?.slice(1).join("-"));
    const method = /after_\w+$/.exec(name)![0].replace("_", "-");
    assert.equal(config.method.name, method);
    await chooseMethod(config);
    const text = await Deno.readTextFile(new URL(`${name}.jsonc`, PRESETS));
    assert.match(text, /^\/\/ Expected: \d+\.\d % top-1, as the paper reports for \w+ itself\./m);
    assert.ok(text.includes(`// Command: deno task train --config ${name} --data `));
  });
}

Deno.test("the rows of MvPL can do without the flow", async () => {
  const gradient = { frames: 8, stride: 8, modality: "gradient" };
  const override = { path: "clip.others", value: { gradient } };
  const { config } = await loadConfig("ucf101_1pct_mvpl", [override]);
  assert.deepEqual(config.clip.others, { gradient });
});

Deno.test("the presets have all rows of the paper's tables", () => {
  // Table 1 and the HMDB-51 table: 5 rows for each of 4 splits, 2 for each of 3; table 2: 6 for 2.
  assert.equal(ROWS.length, 5 * 4 + 2 * 3 + 6 * 2);
});

for (const name of ROWS) {
  Deno.test(`the preset ${name} has the paper's numbers`, async () => {
    const { config } = await loadConfig(name);
    const { data, method, optimizer, schedule, clip, evaluate } = config;
    assert.equal(data.split, /^(\w+?)_(\d+pct)/.exec(name)?.slice(1).join("-"));
    assert.deepEqual([method.threshold, method.gamma, method.beta], [0.8, 2, 2]);
    assert.deepEqual([optimizer.momentum, optimizer.weightDecay], [0.9, 0.001]);
    assert.deepEqual([schedule.unlabeledPerLabeled, clip.size], [5, 224]);
    assert.deepEqual([evaluate.clips, evaluate.crops], [5, 3]);
    const isShorter = name.includes("fixmatch") || name.endsWith("_cmpl");
    assert.equal(schedule.epochs, isShorter ? 200 : 250);
  });
}

for (const name of presetNames()) {
  Deno.test(`the preset ${name} starts with row, expected number, time, hardware and command`, async () => {
    const text = await Deno.readTextFile(new URL(`${name}.jsonc`, PRESETS));
    const header = text.slice(0, text.indexOf("\n{"));
    for (const word of ["Expected", "hardware", "ommand"]) {
      assert.match(header, new RegExp(`^// .*${word}`, "im"));
    }
    for (const line of header.split("\n")) assert.ok(line.startsWith("//"), line);
    if (ROWS.includes(name)) {
      assert.match(header, /^\/\/ Expected: (?:\d+\.\d % top-1, as the paper reports|no number)/m);
      assert.match(
        header,
        new RegExp(`^// Command: deno task train --config ${name} --data `, "m"),
      );
      assert.match(header, /^\/\/ Time: /m);
    }
    const { config } = await loadConfig(name);
    assert.ok(config.about.length > 0 && config.about.length < 110, config.about);
  });
}

import assert from "node:assert/strict";
import { NAMED_CONFIGS } from "../../../models/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { presetNames } from "../../../pipeline/config/source.ts";
import { completeModel } from "../../../pipeline/networks/complete_model.ts";
import { chooseMethod } from "../../../pipeline/methods/choose_method.ts";
import { METHODS } from "../../../pipeline/methods/methods.ts";

/** What each preset differs in from the row that it extends, as the paper has that. */
const DIFFERENCES = [
  ["cmpl_quarter", "cmpl", (config: object) => ({ ...config, auxiliary: "slow_r50_quarter" })],
  ["fixmatch_slowfast", "fixmatch", (config: object) => ({ ...config, primary: "slowfast_r50" })],
] as const;

const SPLITS = ["ucf101_1pct", "ucf101_10pct", "kinetics400_1pct", "kinetics400_10pct"];

for (const [peer, row, change] of DIFFERENCES) {
  for (const split of SPLITS) {
    Deno.test(`the preset ${split}_${peer} has the settings of ${row}, and its own network`, async () => {
      const { config: { about: _, ...config } } = await loadConfig(`${split}_${peer}`);
      const { config: { about: __, ...expected } } = await loadConfig(`${split}_${row}`);
      assert.deepEqual(config, change({ ...expected, clip: config.clip }));
      const { primary, auxiliary, ...clip } = config.clip;
      const { primary: _primary, auxiliary: _auxiliary, ...others } = expected.clip;
      assert.deepEqual(clip, others);
      assert.deepEqual(
        peer === "fixmatch_slowfast" ? primary : auxiliary,
        peer === "fixmatch_slowfast" ? { frames: 32, stride: 2 } : { frames: 8, stride: 8 },
      );
    });
  }
}

Deno.test("the preset kinetics400_1pct_tcl has the settings of TCL's code", async () => {
  const { config } = await loadConfig("kinetics400_1pct_tcl");
  const { clip, primary, method, optimizer, schedule } = config;
  const surroundings = { classes: 400, size: 224, frames: 8 };
  const expected = { ...NAMED_CONFIGS.tsm_r18, shiftIdentity: true };
  assert.deepEqual(completeModel(primary, surroundings), expected);
  assert.deepEqual([clip.primary.frames, clip.others!["slow"]!.frames], [8, 4]);
  assert.deepEqual(method, {
    name: "tcl",
    gamma: 9,
    beta: 1,
    temperature: 0.5,
    threshold: 0.8,
    supervisedShare: 50 / 400,
    rampShare: 0,
  });
  assert.deepEqual(optimizer, {
    learningRate: 0.02,
    momentum: 0.9,
    weightDecay: 1e-4,
    warmupShare: 0,
    maxGradientNorm: 20,
  });
  // 400 passes over six videos of each of 400 classes.
  assert.equal(schedule.steps! * schedule.labeledPerStep, 400 * 6 * 400);
  assert.deepEqual([schedule.epochs, schedule.unlabeledPerLabeled], [undefined, 3]);
});

/** Labeled videos of the splits of SVFormer's rows, and the published score of each. */
const SVFORMER = {
  ucf101_1pct: [101, 31.4],
  ucf101_10pct: [1010, 79.1],
  kinetics400_1pct: [2400, 32.6],
  kinetics400_10pct: [24_000, 61.6],
  hmdb51_40pct: [2094, 56.2],
  hmdb51_50pct: [2618, 58.2],
  hmdb51_60pct: [3141, 59.7],
} as const;

for (const [split, [labeled, score]] of Object.entries(SVFORMER)) {
  Deno.test(`the preset ${split}_svformer can train from scratch, and names the published run`, async () => {
    const name = `${split}_svformer`;
    const { config } = await loadConfig(name);
    assert.equal(await chooseMethod(config), METHODS.svformer);
    const { data, clip, primary, weights, method, schedule, views } = config;
    assert.equal(data.split, split.replace("_", "-"));
    assert.deepEqual(clip.primary, { frames: 8, stride: 8 });
    assert.deepEqual([primary, weights], ["timesformer_vit_s", {}]);
    assert.deepEqual([method.gamma, method.beta, method.rampShare], [2, 2, 0]);
    assert.equal(Math.round(30 * method.supervisedShare), 5);
    assert.equal(schedule.epochs, 250);
    assert.deepEqual([schedule.labeledPerStep, schedule.unlabeledPerLabeled], [8, 5]);
    const { policy, dropChannels, dropPixels } = views.strong;
    assert.deepEqual([policy, dropChannels, dropPixels], ["dropout", 0.2, 0]);
    const path = new URL(`../../../pipeline/config/presets/${name}.jsonc`, import.meta.url);
    const text = (await Deno.readTextFile(path)).replaceAll(/\n\/\/ +/g, " ");
    const steps = Math.round(30 * labeled / 64);
    assert.ok(text.includes(`// Expected: ${score} % top-1, as the authors of SVFormer report`));
    assert.ok(text.includes(`STEPS is ${steps}.`), text);
    assert.ok(text.includes(`Command: deno task train --config ${name} --data `));
  });
}

for (
  const name of presetNames().filter((name) =>
    /_(?:tcl|cmpl_quarter|fixmatch_slowfast)$/.test(name)
  )
) {
  Deno.test(`the preset ${name} can train by its method, and names its number and command`, async () => {
    const { config } = await loadConfig(name);
    await chooseMethod(config);
    assert.equal(config.data.split, /^(\w+?)_(\d+pct)/.exec(name)?.slice(1).join("-"));
    const path = new URL(`../../../pipeline/config/presets/${name}.jsonc`, import.meta.url);
    const text = await Deno.readTextFile(path);
    assert.match(text, /^\/\/ Expected: \d+\.\d % top-1, as the paper reports/m);
    assert.ok(text.includes(`// Command: deno task train --config ${name} --data `));
    assert.match(text, /[Pp]roposed/);
  });
}

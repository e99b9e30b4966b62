import assert from "node:assert/strict";
import { NAMED_CONFIGS } from "../../../models/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { presetNames } from "../../../pipeline/config/source.ts";
import { completeModel } from "../../../pipeline/method/complete_model.ts";
import { chooseMethod } from "../../../pipeline/methods/choose_method.ts";

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

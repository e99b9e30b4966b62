import assert from "node:assert/strict";
import { loadConfig, type Override } from "../../../pipeline/config/config.ts";
import { mean } from "../../../pipeline/numbers/mean.ts";
import { describeReference, REFERENCES } from "../../../pipeline/report/describe_reference.ts";
import type { SweepResults } from "../../../pipeline/sweep/collect_runs.ts";
import { ROOT } from "../../_sources.ts";

const KNOWN = /^Labels alone give 64\.4 % here: the mean of 3 seeds, kept with the preset/;

const CASES: readonly (readonly [name: string, overrides: readonly Override[], known: boolean])[] =
  [
    ["the preset as it is", [], true],
    ["another seed", [{ path: "seed", value: 7 }], true],
    ["another method", [{ path: "method.name", value: "fixmatch" }], true],
    ["another precision", [{ path: "precision", value: "bf16" }], true],
    ["labels alone", [{ path: "method.name", value: "supervised" }], false],
    ["other steps", [{ path: "schedule.steps", value: 500 }], false],
    ["other labels", [{ path: "data.labelsPerClass", value: 2 }], false],
    ["other videos", [{ path: "data.source", value: "videos" }], false],
    ["another threshold", [{ path: "method.threshold", value: 0.9 }], false],
  ];

Deno.test.each(CASES)("describeReference() of $0", async (_name, overrides, known) => {
  const { config } = await loadConfig("motion_small", overrides);
  const sentence = await describeReference(config);
  assert.equal(sentence !== undefined && KNOWN.test(sentence), known);
});

Deno.test("REFERENCES are the committed results of labels alone", async () => {
  const { runs }: SweepResults = JSON.parse(
    await Deno.readTextFile(`${ROOT}docs/results/motion_peers.json`),
  );
  const alone = runs.filter(({ name }) => name.startsWith("motion_peers-peers-supervised-"));
  const top1 = alone.map(({ top1 }) => top1["primary"]!);
  const [reference] = REFERENCES;
  assert.equal(reference?.seeds, top1.length);
  assert.ok(Math.abs(reference.top1 - mean(top1)) < 1e-9);
});

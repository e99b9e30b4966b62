import assert from "node:assert/strict";
import { join } from "node:path";
import { runCommand } from "./_command_line.ts";
import { assertResumesAlike } from "./_resumes_alike.ts";
import { makeSmallSet, metricsOf } from "./_small_set.ts";

const TRANSFORMER = { kind: "timesformer", width: 16, depth: 1, heads: 2, patch: 8 };

const WORDS = [
  ...["train", "--config", "small.json", "--method", "svformer"],
  ...["--set", `primary=${JSON.stringify(TRANSFORMER)}`, "--set", "data.cacheMebibytes=0"],
  ...["--set", "optimizer.emaDecay=0.9"],
];

Deno.test("train --method svformer ends with results, and resumes to the same numbers", async () => {
  const folder = await makeSmallSet();
  try {
    const whole = await runCommand(folder, [...WORDS, "--name", "whole"]);
    assert.equal(whole.code, 0, whole.stderr);
    const steps = metricsOf(folder, "whole");
    const terms = steps.map(({ lossTerms }) => Object.keys(lossTerms as object).join());
    assert.deepEqual(terms, [
      ...Array(2).fill("supervisedPrimary"),
      ...Array(6).fill("supervisedPrimary,pseudoPrimary,mix"),
    ]);
    const mixed = steps.slice(2).map(({ lossTerms }) => (lossTerms as { mix: number }).mix);
    assert.ok(mixed.some((value) => value > 0), String(mixed));
    const results = await Deno.readTextFile(join(folder, "runs/whole/results.json"));
    assert.deepEqual(Object.keys(JSON.parse(results).scores), ["primary"]);

    await assertResumesAlike(folder, whole);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

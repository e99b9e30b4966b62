import assert from "node:assert/strict";
import { join } from "node:path";
import { runCommand } from "./_command_line.ts";
import { assertResumesAlike } from "./_resumes_alike.ts";
import { makeSmallSet, metricsOf } from "./_small_set.ts";

const SLOW = JSON.stringify({ slow: { frames: 1, stride: 16 } });

const WORDS = [
  "train",
  ...["--config", "small.json", "--method", "tcl", "--set", `clip.others=${SLOW}`],
  ...["--set", "data.cacheMebibytes=0", "--set", "checkpoint.everySteps=7"],
];

Deno.test("train --method tcl takes all its phases, ends with results, and resumes in the last one", async () => {
  const folder = await makeSmallSet();
  try {
    const whole = await runCommand(folder, [...WORDS, "--name", "whole"]);
    assert.equal(whole.code, 0, whole.stderr);
    const steps = metricsOf(folder, "whole");
    const terms = steps.map(({ lossTerms }) => Object.keys(lossTerms as object).join());
    // A quarter on labels alone, and the last seventh of the others.
    assert.deepEqual(terms, [
      ...Array(2).fill("supervisedPrimary"),
      ...Array(5).fill("supervisedPrimary,contrast,groupContrast"),
      "supervisedPrimary,pseudoPrimary",
    ]);
    assert.deepEqual(steps.map(({ gate }) => gate !== undefined), [
      ...Array(7).fill(false),
      true,
    ]);
    const results = join(folder, "runs/whole/results.json");
    const { scores } = JSON.parse(await Deno.readTextFile(results));
    assert.deepEqual(Object.keys(scores), ["primary"]);

    await assertResumesAlike(folder, whole);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

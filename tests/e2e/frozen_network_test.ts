import assert from "node:assert/strict";
import { join } from "node:path";
import { SafetensorsReader } from "../../models/mod.ts";
import { runCommand } from "./_command_line.ts";
import { assertResumesAlike } from "./_resumes_alike.ts";
import { makeSmallSet, metricsOf } from "./_small_set.ts";

/** The auxiliary network of the small configuration, and its clip. */
const TRANSFORMER = { kind: "timesformer", width: 16, depth: 1, heads: 2, patch: 8 };
const CLIP = { frames: 4, stride: 4 };

const WORDS = [
  ...["train", "--config", "small.json", "--method", "after-danet"],
  ...["--set", "weights.auxiliary=runs/before/primary.safetensors"],
  ...["--set", "data.cacheMebibytes=0"],
];

/** What a method trains of a frozen network. */
const TRAINED = /^(?:head|contrast_head)\./;

async function weightsOf(path: string): Promise<Map<string, string>> {
  using file = await SafetensorsReader.open(path);
  const weights = new Map<string, string>();
  for (const name of file.tensors.keys()) weights.set(name, String(await file.read(name)));
  return weights;
}

Deno.test("train --method after-danet keeps the frozen network, and resumes alike", async () => {
  const folder = await makeSmallSet();
  try {
    const before = await runCommand(folder, [
      ...["train", "--config", "small.json", "--method", "supervised", "--name", "before"],
      ...["--set", `primary=${JSON.stringify(TRANSFORMER)}`],
      ...["--set", `clip.primary=${JSON.stringify(CLIP)}`],
    ]);
    assert.equal(before.code, 0, before.stderr);
    const whole = await runCommand(folder, [...WORDS, "--name", "whole"]);
    assert.equal(whole.code, 0, whole.stderr);
    const terms = metricsOf(folder, "whole")
      .map(({ lossTerms }) => Object.keys(lossTerms as object).join());
    assert.deepEqual(terms, [
      ...Array(2).fill("supervisedPrimary,supervisedAuxiliary"),
      ...Array(6).fill("supervisedPrimary,supervisedAuxiliary,contrast"),
    ]);
    const given = await weightsOf(join(folder, "runs/before/primary.safetensors"));
    const kept = await weightsOf(join(folder, "runs/whole/auxiliary.safetensors"));
    const changed = [...given].filter(([name, values]) => kept.get(name) !== values)
      .map(([name]) => name);
    assert.ok(given.size > 10 && changed.length > 0, String(changed));
    assert.deepEqual(changed.filter((name) => !TRAINED.test(name)), []);

    await assertResumesAlike(folder, whole);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

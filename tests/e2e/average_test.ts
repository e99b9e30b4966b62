import assert from "node:assert/strict";
import { join } from "node:path";
import { SafetensorsReader } from "../../models/mod.ts";
import { runCommand } from "./_command_line.ts";
import { assertResumesAlike } from "./_resumes_alike.ts";
import { makeSmallSet } from "./_small_set.ts";

/** A run in micro-batches that keeps averages. */
const WORDS = [
  "train",
  ...["--config", "small.json", "--set", "data.cacheMebibytes=0"],
  ...["--set", "optimizer.emaDecay=0.5", "--set", "schedule.accumulate=2"],
];

Deno.test("train with averages and micro-batches resumes, evaluates and saves the averages", async () => {
  const folder = await makeSmallSet();
  try {
    const whole = await runCommand(folder, [...WORDS, "--name", "whole"]);
    assert.equal(whole.code, 0, whole.stderr);

    using saved = await SafetensorsReader.open(join(folder, "runs/whole/primary.safetensors"));
    const path = join(folder, "runs/whole/checkpoints/step-000008.safetensors");
    using checkpoint = await SafetensorsReader.open(path);
    const name = "blocks.0.conv.weight";
    const read = async (part: string) => await checkpoint.read(`primary/${part}/${name}`);
    assert.deepEqual(await saved.read(name), await read("ema"));
    const current = await read("parameters") as Float32Array;
    const average = await read("ema") as Float32Array;
    assert.ok(current.some((value, index) => value !== average[index]));

    const evaluated = await runCommand(folder, ["evaluate", "--run", "whole"]);
    assert.deepEqual([evaluated.code, evaluated.stdout], [0, whole.stdout], evaluated.stderr);

    await assertResumesAlike(folder, whole);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { copyFolder } from "../_copy_folder.ts";
import { runCommand } from "./_command_line.ts";
import { checkpointsOf, makeSmallSet } from "./_small_set.ts";
import { killAtOperation, requireSameAsWhole, WHOLE } from "./_stopped_run.ts";

let folder = "";

/** Copies the whole run without its checkpoints, so that it starts again when it is resumed. */
async function copyWithoutCheckpoints(name: string): Promise<string> {
  const run = join(folder, "runs", name);
  await copyFolder(join(folder, "runs", WHOLE), run);
  for (const file of checkpointsOf(folder, name)) await Deno.remove(join(run, "checkpoints", file));
  return run;
}

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  const { code, stderr } = await runCommand(folder, [
    "train",
    "--config",
    "small.json",
    "--name",
    WHOLE,
  ]);
  assert.equal(code, 0, stderr);
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

Deno.test("train --resume before the first checkpoint refuses to divide its videos again", async () => {
  const run = await copyWithoutCheckpoints("divided");
  await Deno.remove(join(run, "results.json"));
  const words = ["train", "--resume", "divided"];
  const changes = ["--set", "data.labelsPerClass=1", "--seed", "5", "--set", "schedule.steps=9"];
  const { code, stderr } = await runCommand(folder, [...words, ...changes]);
  assert.equal(code, 1, stderr);
  assert.match(
    stderr,
    /must be divided as before: seed was 0, is 5; data\.labelsPerClass was 2, is 1\./,
  );
  const { seed, data } = JSON.parse(await Deno.readTextFile(join(run, "config.json")));
  assert.deepEqual([seed, data.labelsPerClass], [0, 2]);
});

Deno.test("train --resume of a finished run without checkpoints is unfinished until its end", async () => {
  const name = "again";
  const run = await copyWithoutCheckpoints(name);
  // When the second checkpoint is to get its name.
  await killAtOperation(folder, ["train", "--resume", name], 1, "step-000006");
  assert.ok(!existsSync(join(run, "results.json")));
  const { code, stderr } = await runCommand(folder, ["train", "--resume", name]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /Resuming after step 3\n/);
  requireSameAsWhole(folder, name, stderr);
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { copyFolder } from "../_copy_folder.ts";
import { type Outcome, runCommand } from "./_command_line.ts";
import { checkpointsOf, metricsOf, sameCheckpoints } from "./_small_set.ts";

/**
 * Copies a finished run as it was before its last checkpoint, and resumes that: it must then print
 * and keep what the run did.
 *
 * @param whole How the run ended.
 */
export async function assertResumesAlike(
  folder: string,
  whole: Outcome,
  run = "whole",
): Promise<void> {
  const again = `${run}-again`;
  const path = join(folder, "runs", again);
  await copyFolder(join(folder, "runs", run), path);
  await Deno.remove(join(path, "results.json"));
  await Deno.remove(join(path, "checkpoints", checkpointsOf(folder, again).at(-1)!));
  const resumed = await runCommand(folder, ["train", "--resume", again]);
  assert.deepEqual([resumed.code, resumed.stdout], [0, whole.stdout], resumed.stderr);
  assert.match(resumed.stderr, /Resuming after step [1-7]\n/);
  assert.deepEqual(metricsOf(folder, again), metricsOf(folder, run));
  assert.ok(sameCheckpoints(folder, again, run));
}

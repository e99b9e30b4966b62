import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../_sources.ts";
import { RunFolder } from "../../pipeline/run/run_folder.ts";
import { CommandLine } from "./_command_line.ts";
import { checkpointsOf, metricsOf, newestCheckpoint, sameCheckpoints } from "./_small_set.ts";

/** Name of the run of a folder that nothing disturbed. */
export const WHOLE = "whole";

/** Steps that a run of the folder has recorded. */
export function stepsOf(folder: string, run: string): number {
  return metricsOf(folder, run).length;
}

/** Whether a run has its configuration, without which there is nothing to resume. */
export function isStarted(folder: string, run: string): boolean {
  return existsSync(join(folder, "runs", run, "config.json"));
}

/**
 * Runs a command that is killed at one of its operations on files, counted from 1.
 *
 * @param from Counted from the first one on, on a path that has this text.
 */
export async function killAtOperation(
  folder: string,
  words: readonly string[],
  operation: number,
  from = "",
): Promise<void> {
  const search = new URLSearchParams({ at: String(operation), from });
  const preload = `file://${ROOT}tests/e2e/_kill_at_operation.ts?${search}`;
  await using command = new CommandLine(folder, words, { preload });
  const { code, stderr } = await command.end();
  assert.equal(code, 137, `not killed at operation ${operation}:\n${stderr}`);
}

/** Waits until no process holds a run: a launcher may end before the program. */
export async function isLetGo(folder: string, run: string): Promise<void> {
  const { path } = new RunFolder(join(folder, "runs", run));
  while (existsSync(path) && new RunFolder(path).isHeld()) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Requires that a checkpoint keeps every step that a run has taken. */
export function requireNothingLost(folder: string, run: string, shown: string): void {
  const steps = stepsOf(folder, run);
  if (steps === 0) return;
  const newest = checkpointsOf(folder, run).at(-1);
  assert.equal(newest, `step-${String(steps).padStart(6, "0")}.safetensors`, shown);
}

/** Requires that a run gave the same as the undisturbed one, and left no half-written file. */
export function requireSameAsWhole(folder: string, run: string, shown: string): void {
  assert.deepEqual(metricsOf(folder, run), metricsOf(folder, WHOLE), shown);
  assert.ok(newestCheckpoint(folder, run).length > 0, shown);
  assert.ok(sameCheckpoints(folder, run, WHOLE), `other weights:\n${shown}`);
  assert.deepEqual(leftoversOf(join(folder, "runs", run)), []);
}

function leftoversOf(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    if (isDirectory) return leftoversOf(join(folder, name));
    return name.endsWith(".partial") ? [name] : [];
  });
}

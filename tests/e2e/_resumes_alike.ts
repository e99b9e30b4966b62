import assert from "node:assert/strict";
import { CommandLine, type Outcome, runCommand } from "./_command_line.ts";
import { checkpointsOf, metricsOf, sameCheckpoints } from "./_small_set.ts";

/** A training that was not stopped: the run `whole`. */
export interface WholeRun {
  /** The words of its command, without the name of the run. */
  readonly words: readonly string[];
  /** How it ended. */
  readonly whole: Outcome;
  /**
   * What stops the other one.
   *
   * @default "SIGKILL"
   */
  readonly signal?: "SIGKILL" | "SIGINT" | undefined;
  /**
   * When that happens.
   *
   * @default after its first checkpoint
   */
  readonly isTime?: (() => boolean) | undefined;
}

/**
 * Trains the run `stopped` in the same way, stops it and resumes it: it must then print and keep what
 * `whole` does.
 */
export async function assertResumesAlike(
  folder: string,
  { words, whole, signal = "SIGKILL", isTime }: WholeRun,
): Promise<void> {
  await using command = new CommandLine(folder, [...words, "--name", "stopped"]);
  await command.until(isTime ?? (() => checkpointsOf(folder, "stopped").length > 0));
  command.kill(signal);
  const stopped = await command.end();
  if (signal === "SIGINT") assert.equal(stopped.code, 130);
  const resumed = await runCommand(folder, ["train", "--resume", "stopped"]);
  assert.deepEqual([resumed.code, resumed.stdout], [0, whole.stdout], resumed.stderr);
  assert.deepEqual(metricsOf(folder, "stopped"), metricsOf(folder, "whole"));
  assert.ok(sameCheckpoints(folder, "stopped", "whole"));
}

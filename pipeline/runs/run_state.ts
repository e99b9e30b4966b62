import type { RunPart, RunRecord } from "../run/run_record.ts";

/**
 * State of a run: `finished` if it has results, else that of its last part, or `stopped` if that was
 * ended from outside, as by a crash or a second Ctrl-C.
 */
export type RunState = RunPart["state"] | "stopped";

/** What is known of a run's state. */
export interface RunFacts {
  /** The run's record; undefined in runs of earlier versions. */
  readonly record: RunRecord | undefined;
  /** Whether a process holds the run. */
  readonly isHeld: boolean;
  /** Whether it has results. */
  readonly hasResults: boolean;
}

/** Returns the state of a run. */
export function runState({ record, isHeld, hasResults }: RunFacts): RunState {
  const last = record?.parts.at(-1)?.state;
  if (isHeld) return last ?? "running";
  // Tested, also where that was done by a later command, or the end was not recorded any more.
  if (hasResults) return "finished";
  return last === "running" ? "stopped" : last ?? "interrupted";
}

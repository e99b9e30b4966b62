import type { Setting } from "../_report.ts";
import type { StepTimes } from "./worker_task.ts";
import type { Setup } from "./setups.ts";

/** What one turn of a setup has measured. */
export interface Turn {
  /** Losses of the first process, from the first step on, those that are not timed included. */
  readonly losses: readonly number[];
  /** Of each process. */
  readonly processes: readonly StepTimes[];
  /** Bytes that all processes together sent in a step; null where it cannot be counted. */
  readonly sentBytesPerStep: number | null;
  /** Seconds of each exchange of all gradients, while nothing was computed; ours with others only. */
  readonly exchanges: readonly number[];
  /** Peak of the resident memory of each process in bytes. */
  readonly memory: readonly number[];
}

/** The turns of one setup. */
export interface SetupResult extends Setup {
  /** The engine and its version. */
  readonly version: string;
  readonly turns: readonly Turn[];
}

/** One row: a case, and how each setup took its steps. */
export interface WorkersRow {
  /** Letter of the row in the engine bench. */
  readonly row: string;
  readonly title: string;
  /** Clips of a step, of all processes together. */
  readonly clips: number;
  /** Bytes of all gradients in float32. */
  readonly gradientBytes: number;
  /** The day, as in 2026-11-23. */
  readonly measured: string;
  readonly setups: readonly SetupResult[];
  /** What was not measured, and why. */
  readonly skipped: readonly string[];
}

/** The content of bench/results/workers.json. */
export interface WorkersReport extends Setting {
  readonly rows: readonly WorkersRow[];
}

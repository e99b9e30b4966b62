import type { RunState } from "./run_state.ts";

/** A run in short: what was trained on what, how far it got, and how well it does. */
export interface RunSummary {
  /** Name of the run. */
  readonly name: string;
  /** Whole path of its folder. */
  readonly path: string;
  /** What happens with it, or how it ended. */
  readonly state: RunState;
  /** Why it failed; null if it did not. */
  readonly reason: string | null;
  /** The user's tag, a remark. */
  readonly tag: string | null;
  /** The run whose weights it started from. */
  readonly parent: string | null;
  /** When it was started first: a date as ISO 8601 writes it. */
  readonly startedAt: string | null;
  /**
   * How long it was computed, over all its parts; null in runs of earlier versions that did not
   * finish.
   */
  readonly minutes: number | null;
  /** The configuration's `data.source`. */
  readonly data: string;
  /** The configuration's `method.name`. */
  readonly method: string;
  /** Number of labeled training videos; null before they are found. */
  readonly labeled: number | null;
  /** Number of unlabeled training videos; null before they are found. */
  readonly unlabeled: number | null;
  /** Steps done. */
  readonly steps: number;
  /** Steps of the whole run; null if the configuration counts epochs and the run has not finished. */
  readonly totalSteps: number | null;
  /**
   * Highest top-1 over the validation videos, 0 to 1, by which the best weights are kept: of both
   * networks together if there are two; null without any.
   */
  readonly bestValidation: number | null;
  /** The last one. */
  readonly lastValidation: number | null;
  /** Top-1 over the test videos by who answers; null before the end. */
  readonly test: Readonly<Record<string, number>> | null;
  /** Size of the folder. */
  readonly bytes: number;
}

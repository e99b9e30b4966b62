import type { RunState } from "./run_state.ts";

/** What is known of a run without its metrics: what was trained on what, and how well it does. */
export interface RunOverview {
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
  /** The configuration's `data.source`. */
  readonly data: string;
  /** The configuration's `method.name`. */
  readonly method: string;
  /** Number of labeled training videos; null before they are found. */
  readonly labeled: number | null;
  /** Number of unlabeled training videos; null before they are found. */
  readonly unlabeled: number | null;
  /** Steps of the whole run; null if the configuration counts epochs and the run has not finished. */
  readonly totalSteps: number | null;
  /** Top-1 over the test videos by who answers; null before the end. */
  readonly test: Readonly<Record<string, number>> | null;
}

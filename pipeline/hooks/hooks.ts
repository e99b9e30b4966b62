import type { Config } from "../config/config_type.ts";
import type { MetricsLine } from "../run/metrics_line.ts";

/** The run that hooks are called for. */
export interface HookedRun {
  /** Its name. */
  readonly name: string;
  /** Path of its folder. */
  readonly path: string;
  /** A copy of its configuration. */
  readonly config: Config;
}

/** How a training ended. One that is interrupted or has failed may be resumed. */
export type TrainingEnding = "finished" | "interrupted" | "failed";

/**
 * What a program of a user's own does beside a training: a module that exports these functions, as
 * `--hooks ./mine.ts`, or an object. Both are awaited: while they wait, no step is taken.
 */
export interface Hooks {
  /**
   * Called after each step, each validation, and the evaluation at the end. What it throws ends the
   * training, which can be resumed; after the last step it is only shown.
   *
   * @param line A copy of the line that `metrics.jsonl` has of it.
   */
  readonly onStep: (line: MetricsLine, run: HookedRun) => void | Promise<void>;
  /**
   * Called once, when the training ends in whatever way. What it throws is shown.
   *
   * @default no call
   */
  readonly onEnd?:
    | ((ending: TrainingEnding, run: HookedRun) => void | Promise<void>)
    | undefined;
}

import type { RunOverview } from "./run_overview.ts";

/** A run in short: what was trained on what, how far it got, and how well it does. */
export interface RunSummary extends RunOverview {
  /**
   * How long it was computed, over all its parts; null in runs of earlier versions that did not
   * finish.
   */
  readonly minutes: number | null;
  /** Steps done. */
  readonly steps: number;
  /**
   * Highest top-1 over the validation videos, 0 to 1, by which the best weights are kept: of both
   * networks together if there are two; null without any.
   */
  readonly bestValidation: number | null;
  /** The last one. */
  readonly lastValidation: number | null;
  /** Size of the folder. */
  readonly bytes: number;
}

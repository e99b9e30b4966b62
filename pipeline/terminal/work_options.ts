import type { Progress } from "./progress.ts";

/** What a command passes to the work it starts. */
export interface WorkOptions {
  /** Aborted when the user wants to stop. */
  readonly signal: AbortSignal;
  /** Shows progress and notes. */
  readonly progress: Progress;
}

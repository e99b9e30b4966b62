import type { Progress } from "./progress.ts";

/** What a command gives to the work it starts. */
export interface WorkOptions {
  /** Aborted when the user wants to stop. */
  readonly signal: AbortSignal;
  /** Where progress and remarks go. */
  readonly progress: Progress;
}

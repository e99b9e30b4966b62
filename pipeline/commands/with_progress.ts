import { INTERRUPTED, listenForInterrupt } from "../terminal/interrupt.ts";
import { processTerminal } from "../terminal/process_terminal.ts";
import { Progress } from "../terminal/progress.ts";
import type { WorkOptions } from "../terminal/work_options.ts";

/** Options of {@linkcode withProgress}. */
export interface WithProgressOptions {
  /** Called with each permanent line but those of steps. */
  readonly log?: ((text: string) => void) | undefined;
}

/**
 * Runs work that shows progress and can be interrupted.
 *
 * @param stopping Line to show at the first Ctrl-C.
 * @returns The exit code: the work's own, or 130 if it stopped because it was interrupted.
 */
export async function withProgress(
  stopping: string,
  work: (options: WorkOptions) => Promise<number>,
  { log }: WithProgressOptions = {},
): Promise<number> {
  const progress = new Progress(processTerminal(), { log });
  using interrupt = listenForInterrupt(() => progress.note(stopping));
  try {
    return await work({ signal: interrupt.signal, progress });
  } catch (error) {
    if (interrupt.signal.aborted && isAbort(error)) return INTERRUPTED;
    throw error;
  } finally {
    progress.end();
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

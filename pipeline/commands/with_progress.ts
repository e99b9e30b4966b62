import type { WorkOptions } from "../terminal/work_options.ts";
import { INTERRUPTED, listenForInterrupt } from "../terminal/interrupt.ts";
import { Progress } from "../terminal/progress.ts";
import { processTerminal } from "../terminal/terminal.ts";

/**
 * Runs work that shows progress and can be interrupted, and returns the command's exit code: the
 * work's own, or 130 where it gave up because it was interrupted.
 *
 * @param stopping What to tell the user at the first Ctrl-C.
 */
export async function withProgress(
  stopping: string,
  work: (options: WorkOptions) => Promise<number>,
): Promise<number> {
  const progress = new Progress(processTerminal());
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

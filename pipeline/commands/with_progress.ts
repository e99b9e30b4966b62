import { INTERRUPTED, listenForInterrupt } from "../terminal/interrupt.ts";
import { processTerminal } from "../terminal/process_terminal.ts";
import { Progress } from "../terminal/progress.ts";
import type { WorkOptions } from "../terminal/work_options.ts";

/** What happens when a command is interrupted, for the user. */
export interface Stopping {
  /** Says what the first Ctrl-C does, and what is kept: whole sentences. */
  readonly first: string;
  /**
   * What a second Ctrl-C loses: the end of "Press Ctrl-C again to end at once, …".
   *
   * @default nothing that the first keeps
   */
  readonly lost?: string | undefined;
}

/** Options of {@linkcode withProgress}. */
export interface WithProgressOptions {
  /** Called with each permanent line but those of steps. */
  readonly log?: ((text: string) => void) | undefined;
}

/**
 * Runs work that shows progress and can be interrupted.
 *
 * @param stopping What to show at the first Ctrl-C, or a function that returns it then.
 * @returns The exit code: the work's own, or 130 if it stopped because it was interrupted.
 */
export async function withProgress(
  stopping: Stopping | (() => Stopping),
  work: (options: WorkOptions) => Promise<number>,
  { log }: WithProgressOptions = {},
): Promise<number> {
  const progress = new Progress(processTerminal(), { log });
  using interrupt = listenForInterrupt(() => {
    progress.note(describeStop(typeof stopping === "function" ? stopping() : stopping));
  });
  try {
    // By a signal before this work.
    interrupt.signal.throwIfAborted();
    return await work({ signal: interrupt.signal, progress });
  } catch (error) {
    if (interrupt.signal.aborted && isAbort(error)) return INTERRUPTED;
    throw error;
  } finally {
    progress.end();
  }
}

function describeStop({ first, lost }: Stopping): string {
  const loss = lost === undefined ? "" : `, ${lost}`;
  return `${first} Press Ctrl-C again to end at once${loss}.`;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

import { endProcess } from "../../runtime/ffi/end_process.ts";

/** A wish to stop, brought by Ctrl-C or a polite kill. */
export interface Interrupt extends Disposable {
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
}

/** Exit code of a command that was interrupted. */
export const INTERRUPTED = 130;

/**
 * Listens for SIGINT and SIGTERM until disposed. The first asks whoever watches the signal to finish
 * what cannot be left half done and stop; the second ends the process at once.
 *
 * @param onFirst Called at the first, to tell the user what happens now.
 */
export function listenForInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  const listener = () => {
    if (controller.signal.aborted) endProcess(INTERRUPTED);
    controller.abort(new DOMException("Interrupted by the user", "AbortError"));
    onFirst();
  };
  for (const signal of SIGNALS) Deno.addSignalListener(signal, listener);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const signal of SIGNALS) Deno.removeSignalListener(signal, listener);
    },
  };
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

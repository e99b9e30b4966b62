import { endProcess } from "../../runtime/ffi/end_process.ts";

/** A request to stop: SIGINT (Ctrl-C) or SIGTERM. */
export interface Interrupt extends Disposable {
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
}

/** Exit code of a command that was interrupted. */
export const INTERRUPTED = 130;

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Listens for SIGINT and SIGTERM until disposed. The first one aborts the signal, so that work can
 * finish what must not be left half done, and stop; the second one ends the process at once.
 *
 * @param onFirst Called at the first one, to show the user what happens now.
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

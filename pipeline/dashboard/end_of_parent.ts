/** Signals that a terminal sends to all programs it runs. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Returns a signal that is aborted when the process that has started this one closes its standard
 * input, as it does at its end, however that comes. Until then this process ignores the signals
 * that stop a command, as that one still has work to do then.
 */
export function endOfParent(): AbortSignal {
  const controller = new AbortController();
  for (const signal of SIGNALS) Deno.addSignalListener(signal, ignore);
  const end = () => controller.abort(new DOMException("The command has ended", "AbortError"));
  Deno.stdin.readable.pipeTo(new WritableStream()).then(end, end);
  return controller.signal;
}

function ignore(): void {}

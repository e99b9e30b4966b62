import { whenParentEnds } from "../program/when_parent_ends.ts";

/** Signals that a terminal sends to all programs it runs. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Returns a signal that is aborted when the process that has started this one ends. Until then this
 * process ignores the signals that stop a command, as that one still has work to do then.
 */
export function endOfParent(): AbortSignal {
  const controller = new AbortController();
  for (const signal of SIGNALS) Deno.addSignalListener(signal, ignore);
  whenParentEnds(() => controller.abort(new DOMException("The command has ended", "AbortError")));
  return controller.signal;
}

function ignore(): void {}

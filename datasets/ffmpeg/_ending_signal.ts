import { pluralize } from "../_words.ts";

/** How a process ended, as the system reports it. */
export interface EndingStatus {
  readonly exitCode: number;
  /** The signal that it died of; null if it exited. */
  readonly signal: string | null;
  readonly stderr: string;
}

/**
 * Signals by the exit status of a shell whose program died of them, and ffmpeg's own error with the
 * same status: newer versions exit with the number of an error, counted back from 256.
 */
const SIGNALS_OF_SHELLS: ReadonlyMap<number, readonly [signal: string, error: string]> = new Map([
  [129, ["SIGHUP", "Key has expired"]],
  [130, ["SIGINT", "Required key not available"]],
  [131, ["SIGQUIT", "Operation canceled"]],
  [132, ["SIGILL", "Wrong medium type"]],
  [134, ["SIGABRT", "Disk quota exceeded"]],
  [135, ["SIGBUS", "Remote I/O error"]],
  [136, ["SIGFPE", "Is a named type file"]],
  [137, ["SIGKILL", "No XENIX semaphores available"]],
  [139, ["SIGSEGV", "Structure needs cleaning"]],
  [143, ["SIGTERM", "No route to host"]],
  [152, ["SIGXCPU", "Connection reset by peer"]],
]);

/** The signals at which ffmpeg cleans up and exits, by number. */
const CAUGHT_SIGNALS: ReadonlyMap<string, string> = new Map([
  ["2", "SIGINT"],
  ["3", "SIGQUIT"],
  ["15", "SIGTERM"],
  ["24", "SIGXCPU"],
]);

/** What is said if it does not write which of them it was. */
const ANY_CAUGHT_SIGNAL = "SIGINT, SIGTERM or SIGXCPU";

/** The exit status after them; of ffmpeg's own errors only this one has it. */
const CAUGHT = { exitCode: 255, error: "Operation not permitted" };

/** Signals that come from what a program itself does: each time at the same video. */
const CRASHES: ReadonlySet<string> = new Set([
  "SIGABRT",
  "SIGFPE",
  "SIGILL",
  "SIGSEGV",
  "SIGSYS",
  "SIGTRAP",
]);

/**
 * Returns the name of the signal that ended ffmpeg; null if it ended by itself. What ffmpeg writes
 * after a signal is no reason ("Error marking filters as finished", or nothing).
 */
export function endingSignal({ exitCode, signal, stderr }: EndingStatus): string | null {
  if (signal !== null) return signal;
  if (exitCode === CAUGHT.exitCode && !stderr.includes(CAUGHT.error)) {
    const [, number = ""] = /received signal (\d+)/.exec(stderr) ?? [];
    return CAUGHT_SIGNALS.get(number) ?? ANY_CAUGHT_SIGNAL;
  }
  const [name, error] = SIGNALS_OF_SHELLS.get(exitCode) ?? [];
  return name !== undefined && error !== undefined && !stderr.includes(error) ? name : null;
}

/** Whether all of some signals came from what ffmpeg itself did. */
export function areCrashes(signals: readonly string[]): boolean {
  return signals.every((signal) => CRASHES.has(signal));
}

/** Returns how ffmpeg crashed. */
export function describeCrash(signals: readonly string[]): string {
  return `crashed ${timesOf(signals)} (${signals.at(-1)})`;
}

/** Returns how others stopped ffmpeg, and what to do, for an error that blames no video. */
export function describeStop(signals: readonly string[]): string {
  const fromOutside = signals.filter((signal) => !CRASHES.has(signal));
  const signal = fromOutside.at(-1) ?? signals.at(-1);
  const times = timesOf(signals);
  if (signal === "SIGKILL") {
    return `it was killed ${times} (SIGKILL), as the system does when memory, or the processor ` +
      "time that a program is allowed, runs out. End other programs, or lower " +
      "data.cacheMebibytes, and run the command again";
  }
  return `a signal stopped it ${times} (${signal}). Run the command again`;
}

function timesOf({ length }: readonly string[]): string {
  return length === 1 ? "once" : pluralize(length, "time");
}

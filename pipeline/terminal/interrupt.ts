import { basename } from "node:path";
import { endProcess } from "../../runtime/ffi/end_process.ts";

/** A request to stop: Ctrl-C (SIGINT), SIGTERM, or a terminal that was closed (SIGHUP). */
export interface Interrupt extends Disposable {
  /** Aborted by the first of these signals. */
  readonly signal: AbortSignal;
}

/** Exit code of a command that was interrupted. */
export const INTERRUPTED = 130;

/** Signals of which the second ends the process at once. */
const STOP_SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Turns of the event loop, and milliseconds between two of them: a second altogether. */
const TURNS = 10;
const TURN_MILLISECONDS = 100;

let listener: SignalListener | undefined;

/**
 * Listens for SIGINT, SIGTERM and SIGHUP until disposed. The first one aborts the signal, so that
 * work can finish what must not be left half done, and stop. A second SIGINT or SIGTERM ends the
 * process at once, but only a second later: `deno task` passes on what the terminal has sent to its
 * program as well, so that one Ctrl-C arrives twice.
 *
 * Calls may be nested: there is one interrupt for a command and all that it starts, and what comes
 * after the first signal is interrupted from its start. After `nohup`, SIGHUP is ignored.
 *
 * @param onFirst Called at the first signal, to show the user what happens now. Of nested calls, the
 * innermost is notified; of a signal that none has shown, the next one.
 */
export function listenForInterrupt(onFirst?: () => void): Interrupt {
  listener ??= new SignalListener();
  return listener.join(onFirst);
}

class SignalListener {
  readonly #controller = new AbortController();
  #scopes: readonly Scope[] = [];
  #isShown = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isSecondNext = false;

  constructor() {
    for (const signal of STOP_SIGNALS) Deno.addSignalListener(signal, this.#stop);
    Deno.addSignalListener("SIGHUP", this.#hangUp);
  }

  join(onFirst: (() => void) | undefined): Interrupt {
    const scope: Scope = { onFirst };
    this.#scopes = [...this.#scopes, scope];
    if (this.#controller.signal.aborted) this.#show();
    return {
      signal: this.#controller.signal,
      [Symbol.dispose]: () => this.#leave(scope),
    };
  }

  #leave(scope: Scope): void {
    this.#scopes = this.#scopes.filter((other) => other !== scope);
    if (this.#scopes.length > 0 || listener !== this) return;
    listener = undefined;
    clearTimeout(this.#timer);
    for (const signal of STOP_SIGNALS) Deno.removeSignalListener(signal, this.#stop);
    Deno.removeSignalListener("SIGHUP", this.#hangUp);
  }

  readonly #stop = (): void => {
    if (this.#isSecondNext) endProcess(INTERRUPTED);
    this.#abort();
  };

  /** A terminal that closes reports it more than once, to each of the programs that it runs. */
  readonly #hangUp = (): void => {
    if (!ignoresHangUp()) this.#abort();
  };

  #abort(): void {
    if (this.#controller.signal.aborted) return;
    this.#countTurns(TURNS);
    this.#controller.abort(new DOMException("Interrupted by the user", "AbortError"));
    this.#show();
  }

  #show(): void {
    const innermost = this.#scopes.findLast(({ onFirst }) => onFirst !== undefined);
    if (innermost === undefined || this.#isShown) return;
    this.#isShown = true;
    innermost.onFirst?.();
  }

  /**
   * Lets a second of turns of the event loop pass. Where it was blocked for longer, as by the
   * tracing of a step, the time alone would say nothing: signals have waited as well.
   */
  #countTurns(left: number): void {
    if (left === 0) {
      this.#isSecondNext = true;
      return;
    }
    const timer = setTimeout(() => this.#countTurns(left - 1), TURN_MILLISECONDS);
    // It keeps no process alive.
    Deno.unrefTimer(timer);
    this.#timer = timer;
  }
}

/** A call of {@linkcode listenForInterrupt} that was not disposed yet. */
interface Scope {
  readonly onFirst: (() => void) | undefined;
}

/**
 * Whether the command was started by `nohup`, by the variable in which shells name the program that
 * they start. Deno listens for SIGHUP itself, so that it is not ignored any more.
 */
function ignoresHangUp(): boolean {
  return basename(Deno.env.get("_") ?? "") === "nohup";
}

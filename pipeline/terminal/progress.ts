import { formatProgress } from "./format_progress.ts";
import type { StepProgress } from "./step_progress.ts";
import type { Terminal } from "./terminal.ts";

/** Options of {@linkcode Progress}. */
export interface ProgressOptions {
  /**
   * Number of steps between two lines, if lines cannot be rewritten.
   *
   * @default 20
   */
  readonly everySteps?: number;
  /**
   * Returns the current time in milliseconds.
   *
   * @default performance.now
   */
  readonly now?: () => number;
  /** Called with each permanent line but those of steps, to keep them. */
  readonly log?: ((text: string) => void) | undefined;
}

/** Minimum time between two drawings. */
const REDRAW_MILLISECONDS = 100;

/** Carriage return, then erase to the end of the line. */
const CLEAR_LINE = "\r\x1b[K";

/**
 * Shows a run's progress: on an interactive terminal one line, rewritten at most ten times a
 * second, else a plain line every few steps and at the last one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Progress } from "@actnetformer/deno/pipeline";
 *
 * let text = "";
 * const write = (added: string) => text += added;
 * const progress = new Progress({ interactive: false, columns: () => 80, write });
 * progress.note("damaged a.mp4");
 * assert.equal(text, "damaged a.mp4\n");
 * ```
 */
export class Progress {
  readonly #terminal: Terminal;
  readonly #everySteps: number;
  readonly #now: () => number;
  readonly #log: (text: string) => void;
  #line = "";
  #drawnAt = -Infinity;

  /** Starts without a progress line on the terminal. */
  constructor(
    terminal: Terminal,
    { everySteps = 20, now = () => performance.now(), log = () => {} }: ProgressOptions = {},
  ) {
    this.#terminal = terminal;
    this.#everySteps = everySteps;
    this.#now = now;
    this.#log = log;
  }

  /** Shows the progress of a run. */
  step(progress: StepProgress): void {
    if (!this.#terminal.interactive) {
      const due = progress.step % this.#everySteps === 0 || progress.step === progress.totalSteps;
      if (due) this.#terminal.write(`${formatProgress(progress)}\n`);
      return;
    }
    this.show(formatProgress(progress, this.#terminal.columns() - 1));
  }

  /**
   * Shows a temporary text, such as what is being evaluated, on terminals that can remove it again.
   */
  show(text: string): void {
    if (!this.#terminal.interactive) return;
    this.#line = text.slice(0, this.#terminal.columns() - 1);
    if (this.#now() - this.#drawnAt >= REDRAW_MILLISECONDS) this.#draw();
  }

  /** Writes permanent lines, above the progress line. */
  note(text: string): void {
    if (this.#line !== "") this.#terminal.write(CLEAR_LINE);
    this.#terminal.write(`${text}\n`);
    this.#log(text);
    if (this.#line !== "") this.#draw();
  }

  /** Removes the temporary text or progress line. */
  clear(): void {
    if (this.#line !== "") this.#terminal.write(CLEAR_LINE);
    this.#line = "";
  }

  /** Leaves the progress line as it is and starts a new line. */
  end(): void {
    if (this.#line === "") return;
    this.#draw();
    this.#terminal.write("\n");
    this.#line = "";
  }

  #draw(): void {
    this.#drawnAt = this.#now();
    this.#terminal.write(`${CLEAR_LINE}${this.#line}`);
  }
}

import { formatProgress } from "./format_progress.ts";
import { plainLine } from "../../runtime/text/plain_line.ts";
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
  /**
   * Milliseconds between two looks of {@linkcode Progress.watch} at how long nothing was shown.
   *
   * @default 1000
   */
  readonly lookMilliseconds?: number;
}

/** Minimum time between two drawings. */
const REDRAW_MILLISECONDS = 100;

/** Time without a line, where none can be rewritten, after which the next news is one. */
const QUIET_MILLISECONDS = 20_000;

/** Maximum time without a line, if there is no news; shorter where lines are rewritten. */
const SILENCE_MILLISECONDS = { plain: 30_000, interactive: 10_000 } as const;

/** Carriage return, then erase to the end of the line. */
const CLEAR_LINE = "\r\x1b[K";

/**
 * Shows a run's progress: on an interactive terminal one line, rewritten at most ten times a
 * second, else a plain line every few steps, at the last one, and after some silence.
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
  readonly #lookMilliseconds: number;
  #line = "";
  /** Whether the line is a description of {@linkcode Progress.watch}. */
  #isDescription = false;
  #drawnAt = -Infinity;
  /** What {@linkcode Progress.watch} shows, the innermost last. */
  #descriptions: (() => string)[] = [];
  /** When anything was last shown. */
  #shownAt: number;

  /** Starts without a progress line on the terminal. */
  constructor(
    terminal: Terminal,
    options: ProgressOptions = {},
  ) {
    const { everySteps = 20, now = () => performance.now() } = options;
    const { log = () => {}, lookMilliseconds = 1000 } = options;
    this.#lookMilliseconds = lookMilliseconds;
    this.#terminal = terminal;
    this.#everySteps = everySteps;
    this.#now = now;
    this.#log = log;
    this.#shownAt = now();
  }

  /** Shows the progress of a run. */
  step(progress: StepProgress): void {
    if (!this.#terminal.interactive) {
      const { step, totalSteps } = progress;
      const isDue = step % this.#everySteps === 0 || step === totalSteps ||
        this.#silence >= QUIET_MILLISECONDS;
      if (isDue) this.#write(`${formatProgress(progress)}\n`);
      return;
    }
    this.#rewrite(formatProgress(progress, this.#terminal.columns() - 1));
  }

  /**
   * Shows a temporary text, such as what is being evaluated. Terminals that cannot remove it again
   * get it as a line after twenty seconds of silence.
   */
  show(text: string): void {
    const plain = plainLine(text);
    if (this.#terminal.interactive) this.#rewrite(plain.slice(0, this.#terminal.columns() - 1));
    else if (this.#silence >= QUIET_MILLISECONDS) this.#write(`${plain}\n`);
  }

  /**
   * Shows, until it is disposed, what is being done whenever nothing else is shown: at once on an
   * interactive terminal without a progress line, after ten seconds of silence on one with a line,
   * and after half a minute where lines cannot be rewritten. Of several, the last counts: it is a
   * part of what the others describe.
   *
   * @param describe Returns one line about what is being done now.
   */
  watch(describe: () => string): Disposable {
    this.#descriptions.push(describe);
    const timer = setInterval(() => {
      if (this.#descriptions.at(-1) === describe) this.#look(describe);
    }, this.#lookMilliseconds);
    return {
      [Symbol.dispose]: () => {
        clearInterval(timer);
        this.#descriptions = this.#descriptions.filter((other) => other !== describe);
      },
    };
  }

  /** Writes a permanent line, above the progress line. */
  note(text: string): void {
    const plain = plainLine(text);
    if (this.#line !== "") this.#write(CLEAR_LINE);
    this.#write(`${plain}\n`);
    this.#log(plain);
    if (this.#line !== "") this.#draw();
  }

  /** Removes the temporary text or progress line. */
  clear(): void {
    if (this.#line !== "") this.#write(CLEAR_LINE);
    this.#line = "";
    this.#isDescription = false;
  }

  /** Leaves the progress line as it is and starts a new line. */
  end(): void {
    if (this.#isDescription) return this.clear();
    if (this.#line === "") return;
    this.#draw();
    this.#write("\n");
    this.#line = "";
  }

  #look(describe: () => string): void {
    const { interactive } = this.#terminal;
    const isFree = this.#line === "" || this.#isDescription;
    const limit = SILENCE_MILLISECONDS[interactive ? "interactive" : "plain"];
    if (this.#silence < limit && !(interactive && isFree)) return;
    this.show(describe());
    this.#isDescription = this.#line !== "";
  }

  #rewrite(line: string): void {
    this.#line = line;
    this.#isDescription = false;
    if (this.#now() - this.#drawnAt >= REDRAW_MILLISECONDS) this.#draw();
  }

  #draw(): void {
    this.#drawnAt = this.#now();
    this.#write(`${CLEAR_LINE}${this.#line}`);
  }

  /** Milliseconds since anything was shown. */
  get #silence(): number {
    return this.#now() - this.#shownAt;
  }

  #write(text: string): void {
    this.#shownAt = this.#now();
    this.#terminal.write(text);
  }
}

/** Where a run stands after a step. */
export interface StepProgress {
  /** Steps done. */
  readonly step: number;
  /** Steps of the whole run. */
  readonly totalSteps: number;
  /** Total loss. */
  readonly loss: number;
  /** Parts of the loss by short name, before weighting, in the order they are shown. */
  readonly lossTerms: Readonly<Record<string, number>>;
  /** Share of unlabeled clips whose pseudo-label was used, 0 to 1, by direction such as `A→Z`. */
  readonly maskRates: Readonly<Record<string, number>>;
  /** How fast the last steps were. */
  readonly pace: Pace;
}

/** Where text for the user goes. */
export interface Terminal {
  /** Whether a line can be rewritten in place. */
  readonly interactive: boolean;
  /** Columns of a line. */
  columns(): number;
  /** Writes text as it is. */
  write(text: string): void;
}

/** Options of {@linkcode Progress}. */
export interface ProgressOptions {
  /** Steps between two lines where lines cannot be rewritten. @default 20 */
  readonly everySteps?: number;
  /** The current time in milliseconds. @default performance.now */
  readonly now?: () => number;
}

const REDRAW_MILLISECONDS = 100;

/**
 * Shows a run's progress: on an interactive terminal one line rewritten at most ten times a second,
 * else a plain line every some steps and at the last one.
 */
export class Progress {
  readonly #terminal: Terminal;
  readonly #everySteps: number;
  readonly #now: () => number;
  #line = "";
  #drawnAt = -Infinity;

  constructor(
    terminal: Terminal,
    { everySteps = 20, now = () => performance.now() }: ProgressOptions = {},
  ) {
    this.#terminal = terminal;
    this.#everySteps = everySteps;
    this.#now = now;
  }

  /** Shows where the run stands. */
  step(progress: StepProgress): void {
    if (!this.#terminal.interactive) {
      const due = progress.step % this.#everySteps === 0 || progress.step === progress.totalSteps;
      if (due) this.#terminal.write(`${formatProgress(progress)}\n`);
      return;
    }
    this.show(formatProgress(progress, this.#terminal.columns() - 1));
  }

  /** Shows a passing text, such as what is being evaluated, on terminals that can take it back. */
  show(text: string): void {
    if (!this.#terminal.interactive) return;
    this.#line = text.slice(0, this.#terminal.columns() - 1);
    if (this.#now() - this.#drawnAt >= REDRAW_MILLISECONDS) this.#draw();
  }

  /** Writes lines that stay, above the progress line. */
  note(text: string): void {
    if (this.#line !== "") this.#terminal.write(CLEAR_LINE);
    this.#terminal.write(`${text}\n`);
    if (this.#line !== "") this.#draw();
  }

  /** Takes the passing text or progress line back. */
  clear(): void {
    if (this.#line !== "") this.#terminal.write(CLEAR_LINE);
    this.#line = "";
  }

  /** Leaves the progress line as it stands and goes to a new one. */
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

/** Carriage return, then erase to the end of the line. */
const CLEAR_LINE = "\r\x1b[K";

/** One line about a run's progress, with as many of its items as fit into the columns. */
export function formatProgress(progress: StepProgress, columns = Infinity): string {
  const { step, totalSteps, loss, pace } = progress;
  const parts = Object.entries(progress.lossTerms).map(([name, value]) =>
    `${name} ${short(value)}`
  );
  const masks = Object.entries(progress.maskRates).map(([way, rate]) => `${way} ${percent(rate)}`);
  const items = [
    `step ${String(step).padStart(String(totalSteps).length)}/${totalSteps}`,
    `loss ${short(loss)}`,
    `ETA ${formatDuration(pace.secondsPerStep * (totalSteps - step))}`,
    ...masks.length > 0 ? [`mask ${masks.join(" ")}`] : [],
    `${pace.clipsPerSecond.toFixed(1)} clips/s`,
    `waiting for data ${percent(pace.waitingShare)}`,
    ...parts.length > 0 ? [`(${parts.join(", ")})`] : [],
  ];
  let line = "";
  for (const item of items) {
    const longer = line === "" ? item : `${line}  ${item}`;
    if (longer.length > columns) break;
    line = longer;
  }
  return line;
}

/** A duration as `m:ss` or `h:mm:ss`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

function short(value: number): string {
  return Number.isFinite(value) ? value.toPrecision(3) : String(value);
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** How fast the last steps were; pauses are left out of all rates. */
export interface Pace {
  /** Clips through the device a second. */
  readonly clipsPerSecond: number;
  /** Seconds of a step. */
  readonly secondsPerStep: number;
  /** Share of the time spent waiting for data, 0 to 1. */
  readonly waitingShare: number;
}

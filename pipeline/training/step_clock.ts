import type { Pace } from "../terminal/step_progress.ts";

/** What a training process spends its time on. */
export type Activity = "device" | "data" | "pause";

/** Seconds by activity. */
export type ActivitySeconds = Readonly<Record<Activity, number>>;

/** Options of {@linkcode StepClock}. */
export interface StepClockOptions {
  /** Steps the pace is averaged over. @default 20 */
  readonly window?: number;
  /** The current time in milliseconds. @default performance.now */
  readonly now?: () => number;
}

/**
 * Splits a run's time into what the device took, what was spent waiting for data, and pauses
 * (evaluation, checkpoints). It is always at one activity; a new clock pauses.
 */
export class StepClock {
  readonly #window: number;
  readonly #now: () => number;
  readonly #recent: (ActivitySeconds & { readonly clips: number })[] = [];
  #total: ActivitySeconds = NOTHING;
  #step: ActivitySeconds = NOTHING;
  #activity: Activity = "pause";
  #since: number;

  constructor({ window = 20, now = () => performance.now() }: StepClockOptions = {}) {
    this.#window = window;
    this.#now = now;
    this.#since = now();
  }

  /** Goes over to an activity and returns the one before, so that a caller can go back to it. */
  enter(activity: Activity): Activity {
    const before = this.#activity;
    this.#account();
    this.#activity = activity;
    return before;
  }

  /** Ends a step of so many clips and returns the seconds it took by activity. */
  finishStep(clips: number): ActivitySeconds {
    this.#account();
    const finished = this.#step;
    this.#step = NOTHING;
    this.#recent.push({ ...finished, clips });
    if (this.#recent.length > this.#window) this.#recent.shift();
    return finished;
  }

  /** How fast the last steps were; zeros before the first. */
  get pace(): Pace {
    const clips = this.#sum("clips");
    const data = this.#sum("data");
    const device = this.#sum("device");
    const busy = data + device;
    if (busy === 0) return { clipsPerSecond: 0, secondsPerStep: 0, waitingShare: 0 };
    return {
      clipsPerSecond: clips / busy,
      secondsPerStep: busy / this.#recent.length,
      waitingShare: data / busy,
    };
  }

  /** Seconds by activity since the clock was made. */
  get total(): ActivitySeconds {
    this.#account();
    return this.#total;
  }

  #sum(field: Activity | "clips"): number {
    return this.#recent.reduce((sum, step) => sum + step[field], 0);
  }

  #account(): void {
    const now = this.#now();
    const seconds = (now - this.#since) / 1000;
    this.#since = now;
    this.#total = { ...this.#total, [this.#activity]: this.#total[this.#activity] + seconds };
    this.#step = { ...this.#step, [this.#activity]: this.#step[this.#activity] + seconds };
  }
}

const NOTHING: ActivitySeconds = { device: 0, data: 0, pause: 0 };

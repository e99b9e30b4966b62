/** What a training process spends its time on. */
export type Activity = "device" | "data" | "peers" | "pause";

/** Seconds by activity. */
export type ActivitySeconds = Readonly<Record<Activity, number>>;

const NOTHING: ActivitySeconds = { device: 0, data: 0, peers: 0, pause: 0 };

/** Options of {@linkcode StepClock}. */
export interface StepClockOptions {
  /**
   * Returns the current time in milliseconds.
   *
   * @default performance.now
   */
  readonly now?: (() => number) | undefined;
}

/** An activity under way. */
export interface CurrentActivity {
  readonly activity: Activity;
  /** How long it has lasted. */
  readonly seconds: number;
}

/**
 * Splits a run's time into what the device took, what was spent waiting for data and for
 * other workers, and pauses (evaluation, checkpoints). It is always at one activity; a new clock pauses.
 */
export class StepClock {
  readonly #now: () => number;
  #total: ActivitySeconds = NOTHING;
  #step: ActivitySeconds = NOTHING;
  #activity: Activity = "pause";
  #since: number;
  /** When the activity was entered. */
  #enteredAt: number;

  /** Starts at a pause. */
  constructor({ now = () => performance.now() }: StepClockOptions = {}) {
    this.#now = now;
    this.#since = now();
    this.#enteredAt = this.#since;
  }

  /** Switches to an activity and returns the one before, so that a caller can switch back to it. */
  enter(activity: Activity): Activity {
    const before = this.#activity;
    this.#account();
    this.#activity = activity;
    this.#enteredAt = this.#since;
    return before;
  }

  /** Ends a step and returns the seconds it took by activity. */
  finishStep(): ActivitySeconds {
    this.#account();
    const finished = this.#step;
    this.#step = NOTHING;
    return finished;
  }

  /** What the process is doing now. */
  get current(): CurrentActivity {
    return { activity: this.#activity, seconds: (this.#now() - this.#enteredAt) / 1000 };
  }

  /** Seconds by activity since the clock was made. */
  get total(): ActivitySeconds {
    this.#account();
    return this.#total;
  }

  #account(): void {
    const now = this.#now();
    const seconds = (now - this.#since) / 1000;
    this.#since = now;
    this.#total = { ...this.#total, [this.#activity]: this.#total[this.#activity] + seconds };
    this.#step = { ...this.#step, [this.#activity]: this.#step[this.#activity] + seconds };
  }
}

/** Options of {@linkcode Refresher}. */
export interface RefresherOptions {
  /** Time between two starts of the same work, in milliseconds. */
  readonly pauseMs: number;
  /** Called with what a work throws. */
  readonly onError: (error: unknown) => void;
}

/** What is known of the work of one name. */
interface Turn {
  startedAt: number;
  isRunning: boolean;
  /** The work that waits, if there is some: the one that was asked for last. */
  next: (() => Promise<void>) | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Does works that bring the page up to date: of each name one at a time, with a pause between them,
 * and only the last one of those asked for meanwhile.
 */
export class Refresher {
  readonly #options: RefresherOptions;
  readonly #turns = new Map<string, Turn>();

  constructor(options: RefresherOptions) {
    this.#options = options;
  }

  /** Does the work of this name when its pause is over. */
  request(name: string, work: () => Promise<void>): void {
    const turn = this.#turnOf(name);
    turn.next = work;
    this.#plan(turn);
  }

  /** Ends all pauses, as somebody waits: what is planned is done now. */
  endPauses(): void {
    for (const turn of this.#turns.values()) {
      turn.startedAt = -Infinity;
      clearTimeout(turn.timer);
      turn.timer = undefined;
      if (turn.next !== undefined) this.#plan(turn);
    }
  }

  #turnOf(name: string): Turn {
    const known = this.#turns.get(name);
    if (known !== undefined) return known;
    const turn = { startedAt: -Infinity, isRunning: false, next: undefined, timer: undefined };
    this.#turns.set(name, turn);
    return turn;
  }

  #plan(turn: Turn): void {
    if (turn.isRunning || turn.timer !== undefined) return;
    const pause = turn.startedAt + this.#options.pauseMs - performance.now();
    if (pause <= 0) void this.#run(turn);
    else turn.timer = setTimeout(() => this.#run(turn), pause);
  }

  async #run(turn: Turn): Promise<void> {
    const work = turn.next;
    turn.timer = undefined;
    turn.next = undefined;
    if (work === undefined) return;
    turn.isRunning = true;
    turn.startedAt = performance.now();
    try {
      await work();
    } catch (error) {
      this.#options.onError(error);
    } finally {
      turn.isRunning = false;
      if (turn.next !== undefined) this.#plan(turn);
    }
  }
}

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

  /** Does the work of this name now, or when it is its turn. */
  request(name: string, work: () => Promise<void>): void {
    const turn = this.#turns.get(name) ??
      { startedAt: -Infinity, isRunning: false, next: undefined };
    this.#turns.set(name, turn);
    const isPlanned = turn.next !== undefined;
    turn.next = work;
    if (!isPlanned && !turn.isRunning) this.#plan(turn);
  }

  /** Forgets the pause of a name: what is asked for next is done at once. */
  forget(name: string): void {
    const turn = this.#turns.get(name);
    if (turn !== undefined) turn.startedAt = -Infinity;
  }

  #plan(turn: Turn): void {
    const pause = turn.startedAt + this.#options.pauseMs - performance.now();
    if (pause <= 0) void this.#run(turn);
    else setTimeout(() => this.#run(turn), pause);
  }

  async #run(turn: Turn): Promise<void> {
    const work = turn.next;
    turn.next = undefined;
    if (work === undefined) return;
    turn.isRunning = true;
    turn.startedAt = performance.now();
    try {
      await work();
    } catch (error) {
      this.#options.onError(error);
    }
    turn.isRunning = false;
    if (turn.next !== undefined) this.#plan(turn);
  }
}

import { askPeer } from "./_ask_peer.ts";

/** A worker that does not answer any more. */
export interface LostPeer {
  readonly task: number;
  /** For how long it has been silent; null if its process is gone. */
  readonly silentSec: number | null;
}

/** Options of {@linkcode PeerWatch}. */
export interface PeerWatchOptions {
  /** The workers to watch. */
  readonly peers: readonly number[];
  /** Time within which a worker that does not answer is reported. */
  readonly timeoutSec: number;
  /** Called once, with the worker that has been missing for the longest time. */
  readonly onLost: (lost: LostPeer) => void;
}

/** Rounds of questions within the time limit. */
const ROUNDS = 8;
/** Maximum time of a round, so that a process that has ended is noticed soon. */
const LONGEST_ROUND_MS = 2000;
/** Rounds in a row after which a process that cannot be reached is gone. */
const ROUNDS_GONE = 2;

/** What is known of a worker. */
interface Known {
  readonly task: number;
  /** When the last question was sent that it has answered, in milliseconds. */
  heardAt: number;
  /** Last rounds in a row in which it could not be reached. */
  roundsGone: number;
}

/**
 * Asks all other workers again and again whether they are there. TensorFlow itself does not notice
 * workers that are stopped or cut off, and some of those that end: it would wait for them without
 * end.
 *
 * A worker answers from threads of its own, whatever it computes or waits for.
 */
export class PeerWatch {
  readonly #options: PeerWatchOptions;
  readonly #roundMs: number;
  readonly #peers: readonly Known[];
  readonly #ended: Promise<void>;
  #isStopped = false;
  #wake: () => void = () => {};

  constructor(options: PeerWatchOptions) {
    this.#options = options;
    this.#roundMs = Math.min(options.timeoutSec * 1000 / ROUNDS, LONGEST_ROUND_MS);
    const now = performance.now();
    this.#peers = options.peers.map((task) => ({ task, heardAt: now, roundsGone: 0 }));
    this.#ended = this.#run();
  }

  /** Ends the watch; waits for the questions under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake();
    await this.#ended;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const startedAt = performance.now();
      await Promise.all(this.#peers.map((peer) => this.#ask(peer)));
      if (this.#isStopped) return;
      const lost = this.#lost();
      if (lost !== undefined) {
        this.#isStopped = true;
        return this.#options.onLost(lost);
      }
      await this.#pause(this.#roundMs - (performance.now() - startedAt));
    }
  }

  async #ask(peer: Known): Promise<void> {
    const askedAt = performance.now();
    const answer = await askPeer(peer.task, this.#roundMs);
    if (answer === "there") peer.heardAt = askedAt;
    peer.roundsGone = answer === "gone" ? peer.roundsGone + 1 : 0;
  }

  /** Returns the worker that has been missing for the longest time, if that is too long. */
  #lost(): LostPeer | undefined {
    // A question may wait for a round, and the next one starts a round later.
    const limitMs = this.#options.timeoutSec * 1000 - 2 * this.#roundMs;
    const now = performance.now();
    const [lost] = this.#peers
      .filter(({ heardAt, roundsGone }) => roundsGone >= ROUNDS_GONE || now - heardAt >= limitMs)
      .toSorted((left, right) => left.heardAt - right.heardAt);
    if (lost === undefined) return undefined;
    const { task, heardAt, roundsGone } = lost;
    return { task, silentSec: roundsGone >= ROUNDS_GONE ? null : (now - heardAt) / 1000 };
  }

  async #pause(milliseconds: number): Promise<void> {
    if (milliseconds <= 0 || this.#isStopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

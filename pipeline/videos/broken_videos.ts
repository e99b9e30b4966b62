import { DecodeError } from "../../datasets/mod.ts";
import type { VideoSource } from "../../operators/mod.ts";

/** What {@linkcode BrokenVideos} works with. */
export interface BrokenVideosOptions {
  /** All videos that may turn out to be broken. */
  readonly videos: readonly VideoSource[];
  /** What they are for, as in "training videos". */
  readonly purpose: string;
  /** Largest share of them that may be broken, 0 to 1. */
  readonly share: number;
  /** Tells the user a line. */
  readonly notify: (line: string) => void;
  /** What the user can do when they are too many. */
  readonly hint?: string;
  /** Ids of those that earlier parts of the run found already. @default [] */
  readonly known?: readonly string[];
}

/**
 * Tells the user of each broken video once, and ends the work when they are too many. It counts videos,
 * not attempts to read them, so that neither the order nor the length of a run decides whether it goes on.
 */
export class BrokenVideos {
  readonly #options: BrokenVideosOptions;
  readonly #ids: Set<string>;

  constructor(options: BrokenVideosOptions) {
    this.#options = options;
    this.#ids = new Set(options.known);
  }

  /** Ids of the videos found to be broken, sorted. */
  get ids(): string[] {
    return [...this.#ids].sort();
  }

  /**
   * Notes that a video cannot be read.
   *
   * @throws The error given, where it is not the video's fault; an error of its own when more than the
   * allowed share is broken.
   */
  add({ id }: VideoSource, error: unknown): void {
    if (!(error instanceof DecodeError)) throw error;
    if (this.#ids.has(id)) return;
    this.#ids.add(id);
    const { videos, purpose, share, notify, hint } = this.#options;
    notify(`skipped ${error.message}`);
    if (this.#ids.size <= share * videos.length) return;
    throw new Error(
      `Cannot go on as at most ${Number((share * 100).toFixed(1))} % of the ${videos.length} ` +
        `${purpose} may be broken (data.failureShare): current value is ${this.#ids.size}` +
        (hint === undefined ? "" : `; ${hint}`),
      { cause: error },
    );
  }

  /**
   * Tells at the end how many were broken, and how many were used although damaged, where any was.
   *
   * @param damaged Paths of damaged videos, others among them.
   */
  summarize(damaged: ReadonlySet<string>): void {
    const { videos, purpose, notify } = this.#options;
    const used = videos.filter(({ path }) => damaged.has(path)).length;
    if (this.#ids.size > 0) notify(`${this.#ids.size} of ${videos.length} ${purpose} were skipped`);
    if (used > 0) notify(`${used} of ${videos.length} ${purpose} were damaged, and used`);
  }
}

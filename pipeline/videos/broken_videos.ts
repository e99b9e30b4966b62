import { DecodeError } from "../../datasets/mod.ts";
import type { VideoSource } from "../../operators/mod.ts";
import { mostBroken } from "./most_broken.ts";

/** What {@linkcode BrokenVideos} works with. */
export interface BrokenVideosOptions {
  /** All videos that may turn out to be broken. */
  readonly videos: readonly VideoSource[];
  /** What they are for, as in "training videos". */
  readonly purpose: string;
  /** The maximum share of them that may be broken, 0 to 1. */
  readonly share: number;
  /** Shows the user a line. */
  readonly notify: (line: string) => void;
  /** What the user can do when they are too many. */
  readonly hint?: string | undefined;
  /**
   * Ids of those that were found before the run was resumed.
   *
   * @default []
   */
  readonly known?: readonly string[] | undefined;
}

/**
 * Notifies the user of each broken video once, and ends the work when they are too many. It counts
 * videos, not attempts to read them, so that neither the order nor the length of a run decides
 * whether it continues.
 */
export class BrokenVideos {
  readonly #options: BrokenVideosOptions;
  readonly #ids: Set<string>;

  /** Starts with the videos already known to be broken; the user is not notified of them again. */
  constructor(options: BrokenVideosOptions) {
    this.#options = options;
    this.#ids = new Set(options.known);
  }

  /** Ids of the videos found to be broken, sorted. */
  get ids(): string[] {
    return [...this.#ids].sort();
  }

  /**
   * Counts videos that others have found to be broken; those are not notified of here.
   *
   * @throws {Error} If more than the allowed share is broken, and some of them were not known.
   */
  know(ids: readonly string[]): void {
    const { size } = this.#ids;
    for (const id of ids) this.#ids.add(id);
    if (this.#ids.size > size) this.#requireFew();
  }

  /**
   * Records that a video cannot be read. An error that is not the video's fault is thrown again.
   *
   * @throws {Error} If more than the allowed share is broken: also at one that was known, as the
   * run that found it may have ended by that.
   */
  add({ id }: VideoSource, error: unknown): void {
    if (!(error instanceof DecodeError)) throw error;
    if (!this.#ids.has(id)) this.#options.notify(`skipped: ${error.message}`);
    this.#ids.add(id);
    this.#requireFew(error);
  }

  #requireFew(cause?: DecodeError): void {
    const { videos, purpose, share, hint } = this.#options;
    const most = mostBroken(share, videos.length);
    if (this.#ids.size <= most) return;
    const percent = Number((share * 100).toFixed(1));
    const one = most > share * videos.length ? ", one in any case," : "";
    throw new Error(
      `Cannot continue as at most ${percent} % of the ${videos.length} ` +
        `${purpose}${one} may be broken (data.failureShare): current value is ${this.#ids.size}` +
        (hint === undefined ? "" : `; ${hint}`),
      { cause },
    );
  }

  /**
   * Notifies the user at the end how many videos were broken and how many damaged, if any were.
   *
   * @param damaged Paths of damaged videos; those of videos for other purposes are ignored.
   */
  summarize(damaged: ReadonlySet<string>): void {
    const { videos, purpose, notify } = this.#options;
    const used = videos.filter(({ path }) => damaged.has(path)).length;
    const describe = (count: number) =>
      `${count} of ${videos.length} ${purpose} ${count === 1 ? "was" : "were"}`;
    if (this.#ids.size > 0) notify(`${describe(this.#ids.size)} skipped`);
    if (used > 0) notify(`${describe(used)} damaged, and used`);
  }
}

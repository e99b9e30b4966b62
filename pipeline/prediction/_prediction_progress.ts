import { formatDuration } from "../terminal/format_duration.ts";
import type { Progress } from "../terminal/progress.ts";

const MILLISECONDS = 1000;

/** Shows how far the work on some videos is. */
export class PredictionProgress {
  readonly #progress: Progress;
  readonly #videos: number;
  readonly #startedAt = performance.now();
  #done = 0;

  /** Shows nothing yet. */
  constructor(progress: Progress, videos: number) {
    this.#progress = progress;
    this.#videos = videos;
  }

  /** Shows that another video has its answer. */
  finishVideo(): void {
    this.#done++;
    const left = this.#videos - this.#done;
    if (left === 0) this.#progress.clear();
    else this.#progress.show(`${this.#count()}  ETA ${this.#eta(this.#done / this.#videos)}`);
  }

  /**
   * Shows how far a long video was looked at.
   *
   * @param at Where in the video, in seconds.
   * @param length Its length; null if nobody knows.
   * @param text What is seen there.
   */
  showMoment(name: string, at: number, { length, text }: {
    readonly length: number | null;
    readonly text: string;
  }): void {
    const position = length === null
      ? formatDuration(at)
      : `${formatDuration(at)} of ${formatDuration(length)}`;
    const share = length === null ? null : (this.#done + Math.min(1, at / length)) / this.#videos;
    const eta = share === null || share <= 0 ? [] : [`ETA ${this.#eta(share)}`];
    const count = this.#videos > 1 ? [this.#count()] : [];
    this.#progress.show([...count, `${name} ${position}`, ...eta, text].join("  "));
  }

  #count(): string {
    return `${this.#done}/${this.#videos} videos`;
  }

  #eta(share: number): string {
    const seconds = (performance.now() - this.#startedAt) / MILLISECONDS;
    return formatDuration(seconds / share - seconds);
  }
}

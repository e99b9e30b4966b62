import { formatDuration } from "../terminal/format_duration.ts";
import type { Progress } from "../terminal/progress.ts";
import type { VideoInput } from "./video_input.ts";

const MILLISECONDS = 1000;

/** Shows how far the work on some videos is. */
export class PredictionProgress {
  readonly #progress: Progress;
  readonly #videos: number;
  /** Whether all of them end by themselves. */
  readonly #hasEnd: boolean;
  readonly #startedAt = performance.now();
  #done = 0;

  /** Shows nothing yet. */
  constructor(progress: Progress, inputs: readonly VideoInput[]) {
    this.#progress = progress;
    this.#videos = inputs.length;
    this.#hasEnd = inputs.every(({ isLive }) => !isLive);
  }

  /** Shows that another video has its answer. */
  finishVideo(): void {
    this.#done++;
    const left = this.#videos - this.#done;
    if (left === 0) this.#progress.clear();
    else this.#progress.show([this.#count(), ...this.#eta(this.#done / this.#videos)].join("  "));
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
    const eta = length === null
      ? []
      : this.#eta((this.#done + Math.min(1, at / length)) / this.#videos);
    const count = this.#videos > 1 ? [this.#count()] : [];
    this.#progress.show([...count, `${name} ${position}`, ...eta, text].join("  "));
  }

  #count(): string {
    return `${this.#done}/${this.#videos} videos`;
  }

  /** The time that is left, where it is known. */
  #eta(share: number): string[] {
    if (!this.#hasEnd || share <= 0) return [];
    const seconds = (performance.now() - this.#startedAt) / MILLISECONDS;
    return [`ETA ${formatDuration(seconds / share - seconds)}`];
  }
}

import { sum } from "../numbers/sum.ts";
import type { Scores } from "../run/results.ts";
import { mostProbable } from "./most_probable.ts";

/** Counts a classifier's answers, video by video. */
export class ConfusionCounts {
  /** Videos by true and most probable class. */
  readonly #counts: number[][];
  #inTopFive = 0;

  /** @param classes Number of classes. */
  constructor(classes: number) {
    this.#counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  }

  /**
   * Counts one video.
   *
   * @param label Its true class.
   * @param probabilities Its probability by class; of equal ones the first counts as the higher.
   * @throws {RangeError} If the label or the number of probabilities does not fit the classes, or a
   * probability is not a number.
   */
  add(label: number, probabilities: ArrayLike<number>): void {
    const row = this.#counts[label];
    if (row === undefined || probabilities.length !== row.length) {
      throw new RangeError(
        `Cannot count as the video must have a label and probabilities of ${this.#counts.length} ` +
          `classes: current value is label ${label} with ${probabilities.length} probabilities`,
      );
    }
    const broken = Array.from(probabilities).find((value) => !Number.isFinite(value));
    if (broken !== undefined) {
      throw new RangeError(
        `Cannot count as the video's probabilities must be finite: current value is ${broken}`,
      );
    }
    const best = mostProbable(probabilities, 5);
    const predicted = best[0] ?? 0;
    row[predicted] = (row[predicted] ?? 0) + 1;
    if (best.includes(label)) this.#inTopFive++;
  }

  /** Scores over all videos counted so far. */
  get scores(): Scores {
    const totals = this.#counts.map(sum);
    const right = this.#counts.map((row, label) => row[label] ?? 0);
    const videos = sum(totals);
    return {
      videos,
      top1: sum(right) / videos,
      top5: this.#inTopFive / videos,
      perClass: right.map((count, label) => count / (totals[label] ?? 0)),
      confusion: this.#counts.map((row) => [...row]),
    };
  }
}

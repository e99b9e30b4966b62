import type { Scores } from "../run/results.ts";

/** Counts a classifier's answers, video by video. */
export class ConfusionCounts {
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
   * @throws {RangeError} where the label, or the number of probabilities, does not fit the classes, or
   * a probability is no number.
   */
  add(label: number, probabilities: ArrayLike<number>): void {
    const row = this.#counts[label];
    if (row === undefined || probabilities.length !== row.length) {
      const given = `label ${label} with ${probabilities.length} probabilities`;
      const wanted = `a label and probabilities of ${this.#counts.length} classes`;
      throw new RangeError(
        `Cannot count as the video must have ${wanted}: current value is ${given}`,
      );
    }
    const broken = Array.from(probabilities).find((value) => !Number.isFinite(value));
    if (broken !== undefined) {
      throw new RangeError(
        `Cannot count as the video's probabilities must be finite: current value is ${broken}`,
      );
    }
    const best = mostProbable(probabilities, 5);
    const first = best[0] ?? 0;
    row[first] = (row[first] ?? 0) + 1;
    if (best.includes(label)) this.#inTopFive++;
  }

  /** Scores over all videos counted so far. */
  get scores(): Scores {
    const rows = this.#counts.map((row, label) => ({ right: row[label] ?? 0, all: sum(row) }));
    const videos = sum(rows.map(({ all }) => all));
    return {
      videos,
      top1: sum(rows.map(({ right }) => right)) / videos,
      top5: this.#inTopFive / videos,
      perClass: rows.map(({ right, all }) => right / all),
      confusion: this.#counts.map((row) => [...row]),
    };
  }
}

/** The classes of highest probability, the highest first; of equal ones the first. */
export function mostProbable(probabilities: ArrayLike<number>, count: number): number[] {
  const values = Array.from(probabilities);
  return values.map((_, index) => index)
    .sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0) || one - other)
    .slice(0, count);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

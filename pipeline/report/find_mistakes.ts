import type { ClassProbability, RecordedPrediction } from "../evaluation/record_prediction.ts";

/** A test video that was taken for another class. */
export interface Mistake {
  /** The video's identity in the data set. */
  readonly video: string;
  /** Name of its true class. */
  readonly label: string;
  /** By who answered: the most probable classes, the highest first. */
  readonly answers: RecordedPrediction["answers"];
  /** The wrong answer. */
  readonly wrong: ClassProbability;
}

/**
 * Finds the mistakes of which a classifier was most sure, the surest first.
 *
 * @param who Who answered: `primary`, `auxiliary` or `both`.
 */
export function findMistakes(
  predictions: readonly RecordedPrediction[],
  who: string,
  count: number,
): Mistake[] {
  const mistakes = predictions.flatMap(({ video, label, answers }): Mistake[] => {
    const [best] = answers[who] ?? [];
    return best === undefined || best.class === label
      ? []
      : [{ video, label, answers, wrong: best }];
  });
  return mistakes
    .toSorted((first, second) => second.wrong.probability - first.wrong.probability)
    .slice(0, count);
}

import type { RecordedPrediction } from "./record_prediction.ts";

/** Returns whether somebody answered each tested video right, by its identity. */
export function rightAnswers(
  predictions: readonly RecordedPrediction[],
  who: string,
): Map<string, boolean> {
  return new Map(predictions.flatMap(({ video, label, answers }) => {
    const [best] = answers[who] ?? [];
    return best === undefined ? [] : [[video, best.class === label]];
  }));
}

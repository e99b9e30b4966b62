import { tooFewUnlabeled } from "../workers/too_few_unlabeled.ts";
import type { TrainingRun } from "./training_run.ts";

/** The numbers of parts that a step can be computed in, from the present one on. */
export function partsOfStep(
  { config, method, order }: Pick<TrainingRun, "config" | "method" | "order">,
): number[] {
  const { labeledPerStep, accumulate } = config.schedule;
  const size = order.share?.size ?? 1;
  // A memory is of whole steps.
  if (method.memory !== undefined) return [accumulate];
  const counts = Array.from({ length: labeledPerStep }, (_, index) => index + 1);
  return counts.filter((count) =>
    count >= accumulate && labeledPerStep % (count * size) === 0 &&
    tooFewUnlabeled(config, { method, size, accumulate: count }) === undefined
  );
}

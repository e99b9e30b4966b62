import type { TrainingRun } from "./training_run.ts";

/** The numbers of parts that a step can be computed in, from the present one on. */
export function partsOfStep(
  { config, method, order }: Pick<TrainingRun, "config" | "method" | "order">,
): number[] {
  const { labeledPerStep, accumulate } = config.schedule;
  // A memory is of whole steps.
  if (method.memory !== undefined) return [accumulate];
  const leastUnlabeled = method.losses.includes("contrast") ? 2 : 0;
  const counts = Array.from({ length: labeledPerStep }, (_, index) => index + 1);
  return counts.filter((count) =>
    count >= accumulate && labeledPerStep % (count * (order.share?.size ?? 1)) === 0 &&
    labeledPerStep / count * order.ratio >= leastUnlabeled
  );
}

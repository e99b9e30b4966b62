import type { RatioTicketsOptions } from "../../operators/mod.ts";

/** Returns the number of clips in a step of an order, labeled and unlabeled. */
export function clipsPerStep(
  { labeledPerBatch, ratio }: Pick<RatioTicketsOptions, "labeledPerBatch" | "ratio">,
): number {
  return labeledPerBatch * (1 + ratio);
}

import type { RatioTicketsOptions } from "../../operators/mod.ts";
import { labeledClipsPerStep } from "./labeled_clips_per_step.ts";

/** Returns the number of clips that this process has in a step of an order, labeled and unlabeled. */
export function clipsPerStep(
  order: Pick<RatioTicketsOptions, "labeledPerBatch" | "ratio" | "share">,
): number {
  return labeledClipsPerStep(order) * (1 + order.ratio);
}

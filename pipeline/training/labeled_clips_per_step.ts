import type { RatioTicketsOptions } from "../../operators/mod.ts";

/** Returns the number of labeled clips that this process has in a step of an order. */
export function labeledClipsPerStep(
  { labeledPerBatch, share }: Pick<RatioTicketsOptions, "labeledPerBatch" | "share">,
): number {
  return labeledPerBatch / (share?.size ?? 1);
}

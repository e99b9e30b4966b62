import type { ClipBatch, PlannedClip, SpatialPlan } from "../../../operators/mod.ts";
import { clip } from "../_clips.ts";

/** Size and normalization of views. */
export const DEVICE = { size: 4, mean: 0.45, std: 0.225 };

/** The whole frame. */
function wholeFrame({ height, width }: PlannedClip): SpatialPlan {
  return { box: { top: 0, left: 0, height, width }, flip: false };
}

/** A clip with a labeled view. */
export function labeledClip(id: string): PlannedClip {
  const planned = clip(id, "labeled");
  return { ...planned, views: { labeled: wholeFrame(planned) } };
}

/** A clip with a weak view, and a strong one that is inverted. */
export function unlabeledClip(id: string, height?: number, width?: number): PlannedClip {
  const planned = clip(id, "unlabeled", height, width);
  const weak = wholeFrame(planned);
  const operations = [{ name: "invert", magnitude: 0 } as const];
  return { ...planned, views: { weak, strong: { ...weak, operations } } };
}

/** One labeled clip, and two unlabeled ones whose frames differ in size. */
export function batchOfClips(): ClipBatch<PlannedClip> {
  return { labeled: [labeledClip("l")], unlabeled: [unlabeledClip("u"), unlabeledClip("v", 5, 4)] };
}

import type { Manifest, VideoEntry } from "../../datasets/mod.ts";
import type { LabelCounts } from "./describe_labels.ts";

/** Divides all training videos of a data set by whether their label counts. */
export function countedLabels({ classes, train, labeled }: Manifest): LabelCounts {
  const isLabeled = ({ id, label }: VideoEntry) => label !== null && (labeled?.has(id) ?? true);
  return {
    classes,
    labeled: train.filter(isLabeled),
    unlabeled: train.filter((video) => !isLabeled(video)),
  };
}

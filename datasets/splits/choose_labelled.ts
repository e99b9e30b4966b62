import { createHash } from "node:crypto";
import { compareStrings, counted } from "../layouts/_scan_folder.ts";
import { shuffled } from "./_shuffled.ts";
import type { VideoEntry } from "../manifest.ts";

/** How many labels to keep. */
export interface ChooseLabelledOptions {
  /** The class names, which labels are indexes into. */
  readonly classes: readonly string[];
  /** How many videos of each class keep their label. */
  readonly labelsPerClass: number;
  readonly seed: number;
}

/** A training list divided into labelled and unlabelled videos. */
export interface LabelledSplit {
  /** Videos with labels, sorted by id. */
  readonly labelled: readonly (VideoEntry & { readonly label: number })[];
  /** All others, sorted by id, each with label null. */
  readonly unlabelled: readonly (VideoEntry & { readonly label: null })[];
  /** The labels taken away, by video id. For metrics only: training must not look. */
  readonly hiddenLabels: ReadonlyMap<string, number>;
  /** First 12 hex digits of the SHA-256 of both lists of ids and of the labels kept. */
  readonly hash: string;
}

/** A class has fewer labelled videos than asked for. */
export class TooFewLabelsError extends Error {
  override readonly name = "TooFewLabelsError";
}

/**
 * Chooses which training videos keep their label, the same number in every class. Depends on ids,
 * labels and seed, not on the order given; what is chosen in a class does not depend on other classes,
 * and more labels with the same seed contain fewer.
 *
 * @throws {TooFewLabelsError} if a class has fewer labelled videos than asked for.
 * @throws {RangeError} if `labelsPerClass` is not a positive integer.
 */
export function chooseLabelled(
  train: readonly VideoEntry[],
  { classes, labelsPerClass, seed }: ChooseLabelledOptions,
): LabelledSplit {
  if (!Number.isInteger(labelsPerClass) || labelsPerClass < 1) {
    throw new RangeError(
      "Cannot choose labelled videos as 'labelsPerClass' must be a positive integer: " +
        `current value is ${labelsPerClass}`,
    );
  }
  const sorted = [...train].sort((a, b) => compareStrings(a.id, b.id));
  const byLabel = Map.groupBy(sorted, ({ label }) => label);
  const chosen = new Set<string>();
  for (const [label, className] of classes.entries()) {
    const members = byLabel.get(label) ?? [];
    if (members.length < labelsPerClass) {
      throw new TooFewLabelsError(
        `Cannot keep ${labelsPerClass} labels a class as class '${className}' has only ` +
          counted(members.length, "labelled training video"),
      );
    }
    const order = shuffled(members, { seed, key: className });
    for (const { id } of order.slice(0, labelsPerClass)) chosen.add(id);
  }
  return divideLabelled(sorted, chosen);
}

/**
 * Divides training videos into those whose label counts and the others, whose labels are hidden.
 *
 * @param chosen Ids of the labelled ones; a video without a label stays unlabelled.
 */
export function divideLabelled(
  train: readonly VideoEntry[],
  chosen: ReadonlySet<string>,
): LabelledSplit {
  const sorted = [...train].sort((a, b) => compareStrings(a.id, b.id));
  const hiddenLabels = new Map<string, number>();
  const labelled: LabelledSplit["labelled"][number][] = [];
  const unlabelled: LabelledSplit["unlabelled"][number][] = [];
  for (const video of sorted) {
    if (video.label !== null && chosen.has(video.id)) {
      labelled.push({ ...video, label: video.label });
      continue;
    }
    if (video.label !== null) hiddenLabels.set(video.id, video.label);
    unlabelled.push({ ...video, label: null });
  }
  const lines = [...labelled, ...unlabelled].map(({ id, label }) => `${id}\t${label ?? ""}\n`);
  const hash = createHash("sha256").update(lines.join("")).digest("hex").slice(0, 12);
  return { labelled, unlabelled, hiddenLabels, hash };
}

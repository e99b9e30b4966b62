import { createHash } from "node:crypto";
import { shuffled } from "./_shuffled.ts";
import type { VideoEntry } from "../manifest.ts";
import { compareStrings, pluralize } from "../_words.ts";

/** How many labels to keep. */
export interface ChooseLabeledOptions {
  /** The class names, which labels are indexes into. */
  readonly classes: readonly string[];
  /** How many videos of each class keep their label. */
  readonly labelsPerClass: number;
  readonly seed: number;
}

/** A training list divided into labeled and unlabeled videos. */
export interface LabeledSplit {
  /** Videos with labels, sorted by id. */
  readonly labeled: readonly (VideoEntry & { readonly label: number })[];
  /** All others, sorted by id, each with label null. */
  readonly unlabeled: readonly (VideoEntry & { readonly label: null })[];
  /** The labels taken away, by video id. For metrics only: training must not look. */
  readonly hiddenLabels: ReadonlyMap<string, number>;
  /** First 12 hex digits of the SHA-256 of both lists of ids and of the labels kept. */
  readonly hash: string;
}

/** A class has fewer labeled videos than asked for. */
export class TooFewLabelsError extends Error {
  override readonly name = "TooFewLabelsError";
}

/**
 * Chooses which training videos keep their label, the same number in every class. Depends on ids,
 * labels and seed, not on the order given; what is chosen in a class does not depend on other classes,
 * and more labels with the same seed contain fewer.
 *
 * @throws {TooFewLabelsError} if a class has fewer labeled videos than asked for.
 * @throws {RangeError} if `labelsPerClass` is not a positive integer.
 */
export function chooseLabeled(
  train: readonly VideoEntry[],
  { classes, labelsPerClass, seed }: ChooseLabeledOptions,
): LabeledSplit {
  if (!Number.isInteger(labelsPerClass) || labelsPerClass < 1) {
    throw new RangeError(
      "Cannot choose labeled videos as 'labelsPerClass' must be a positive integer: " +
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
          pluralize(members.length, "labeled training video"),
      );
    }
    const order = shuffled(members, { seed, key: className });
    for (const { id } of order.slice(0, labelsPerClass)) chosen.add(id);
  }
  return divideLabeled(sorted, chosen);
}

/**
 * Divides training videos into those whose label counts and the others, whose labels are hidden.
 *
 * @param chosen Ids of the labeled ones; a video without a label stays unlabeled.
 */
export function divideLabeled(
  train: readonly VideoEntry[],
  chosen: ReadonlySet<string>,
): LabeledSplit {
  const sorted = [...train].sort((a, b) => compareStrings(a.id, b.id));
  const hiddenLabels = new Map<string, number>();
  const labeled: LabeledSplit["labeled"][number][] = [];
  const unlabeled: LabeledSplit["unlabeled"][number][] = [];
  for (const video of sorted) {
    if (video.label !== null && chosen.has(video.id)) {
      labeled.push({ ...video, label: video.label });
      continue;
    }
    if (video.label !== null) hiddenLabels.set(video.id, video.label);
    unlabeled.push({ ...video, label: null });
  }
  const lines = [...labeled, ...unlabeled].map(({ id, label }) => `${id}\t${label ?? ""}\n`);
  const hash = createHash("sha256").update(lines.join("")).digest("hex").slice(0, 12);
  return { labeled, unlabeled, hiddenLabels, hash };
}

import { shuffled } from "./_shuffled.ts";
import type { VideoEntry } from "../manifest.ts";
import { pluralize } from "../_words.ts";
import { compareStrings } from "../_compare_strings.ts";
import { divideLabeled, type LabeledSplit } from "./divide_labeled.ts";
import { TooFewLabelsError } from "./too_few_labels_error.ts";

/** How many labels to keep. */
export interface ChooseLabeledOptions {
  /** The class names, which labels are indexes into. */
  readonly classes: readonly string[];
  /** How many videos of each class keep their label. */
  readonly labelsPerClass: number;
  readonly seed: number;
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

import { divideLabeled, type LabeledSplit } from "./divide_labeled.ts";
import { shuffled } from "./_shuffled.ts";
import { TooFewLabelsError } from "./too_few_labels_error.ts";
import { compareStrings } from "../_compare_strings.ts";
import type { VideoEntry } from "../manifest.ts";

/** Options of {@linkcode chooseLabeled}: how many labels to keep. */
export interface ChooseLabeledOptions {
  /** The class names, which labels are indexes into. */
  readonly classes: readonly string[];
  /** How many videos of each class keep their label. */
  readonly labelsPerClass: number;
  /** Seed of the choice, an integer. */
  readonly seed: number;
}

/**
 * Chooses which training videos keep their label, the same number in every class. Depends on ids,
 * labels and seed, not on the order given; what is chosen in one class does not depend on other
 * classes, and more labels with the same seed contain fewer.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { chooseLabeled } from "@actnetformer/deno/datasets";
 *
 * const train = ["1", "2", "3"].map((id) => ({ id, path: `${id}.mp4`, label: 0 }));
 * const { labeled, unlabeled } = chooseLabeled(train, { classes: ["run"], labelsPerClass: 1, seed: 0 });
 * assert.equal(labeled.length, 1);
 * assert.deepEqual(unlabeled.map(({ label }) => label), [null, null]);
 * ```
 *
 * @param train Training videos; some may be unlabeled.
 * @throws {TooFewLabelsError} If a class has fewer labeled videos than asked for.
 * @throws {RangeError} If `labelsPerClass` is not a positive integer.
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
  const sorted = [...train].sort((left, right) => compareStrings(left.id, right.id));
  const byLabel = Map.groupBy(sorted, ({ label }) => label);
  const chosen = new Set<string>();
  const counts = classes.map((name, label) => ({ name, count: byLabel.get(label)?.length ?? 0 }));
  refuseTooFew(counts, labelsPerClass);
  for (const [label, className] of classes.entries()) {
    const members = byLabel.get(label) ?? [];
    const order = shuffled(members, { seed, key: className });
    for (const { id } of order.slice(0, labelsPerClass)) chosen.add(id);
  }
  return divideLabeled(sorted, chosen);
}

/** Classes that the message names. */
const NAMED_CLASSES = 3;

function refuseTooFew(
  counts: readonly { readonly name: string; readonly count: number }[],
  labelsPerClass: number,
): void {
  const tooFew = counts.filter(({ count }) => count < labelsPerClass);
  if (tooFew.length === 0) return;
  const named = tooFew.slice(0, NAMED_CLASSES).map(({ name, count }) => `'${name}' has ${count}`);
  if (tooFew.length > NAMED_CLASSES) named.push(`${tooFew.length - NAMED_CLASSES} more have fewer`);
  throw new TooFewLabelsError(
    `Cannot keep ${labelsPerClass} labels per class as each class must have as many labeled ` +
      `training videos: ${named.join(", ")}. Without a number (--labels-per-class, ` +
      "data.labelsPerClass) all labels are used",
  );
}

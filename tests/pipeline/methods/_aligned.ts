import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { CLASSES, type PlainStep } from "./_linear_step.ts";
import { argmax, product, softmax } from "./_plain.ts";

/** Of the classes among the labeled videos. */
export const SHARES = Array.from(
  { length: CLASSES },
  (_, label) => (label + 1) / (CLASSES * (CLASSES + 1) / 2),
);

/** How much too often a network has said each class. */
const EXCESS = [2, 0.5, 1.25];

/** The memory of a method that aligns its labels. */
export function excessOf(...branches: readonly string[]) {
  return () => Object.fromEntries(branches.map((branch) => [branch, tf.tensor1d(EXCESS)]));
}

/** The labels, and which of them count, that a network gives to the weak views, without gradient. */
export function alignedLabels(
  { clips: { weak }, fixed }: PlainStep,
  network: string,
  threshold: number,
) {
  return product(weak[network]!, fixed[network]!.fc).map((logits) => {
    const divided = softmax(logits).map((value, label) => value / EXCESS[label]!);
    const total = divided.reduce((sum, value) => sum + value, 0);
    const label = argmax(divided);
    return { label, counts: divided[label]! / total >= threshold };
  });
}

/** Requires that a step has moved the excess of a network by a fiftieth to what it says. */
export function requireUpdated(
  excess: unknown,
  { clips: { weak }, fixed }: PlainStep,
  network: string,
): void {
  const rows = product(weak[network]!, fixed[network]!.fc).map(softmax);
  Array.from(excess as Float32Array).forEach((value, label) => {
    const said = rows.reduce((sum, row) => sum + row[label]!, 0) / rows.length;
    const expected = 0.98 * EXCESS[label]! + 0.02 * said / SHARES[label]!;
    assert.ok(Math.abs(value - expected) < 1e-5, `${value}, not ${expected}`);
  });
}

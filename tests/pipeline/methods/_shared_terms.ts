import assert from "node:assert/strict";
import type { Merged, StepInput } from "../../../operators/mod.ts";
import { hostValues } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { argMax, logSoftmax, mean } from "../../models/learning/_plain.ts";

/** Rows of numbers, such as the logits of each clip. */
export type Rows = readonly (readonly number[])[];

/** The logits of each view of one branch. */
export interface BranchRows {
  readonly labeled: Rows;
  readonly weak: Rows;
  readonly strong: Rows;
}

/** Makes a network sure of different classes, of noise as well. */
export function makeSure(step: StepInput, factor: number): StepInput {
  const state = Object.entries(step.state).map(([network, { parameters, ...others }]) => {
    const scaled = Object.entries(parameters)
      .map((
        [name, tensor],
      ) => [name, /proj\.weight$/.test(name) ? tf.mul(tensor, factor) : tensor]);
    return [network, { ...others, parameters: Object.fromEntries(scaled) }];
  });
  return { ...step, state: Object.fromEntries(state) };
}

/** Divides the rows of clips that went through a network one after the other. */
export function divideRows(logits: tf.Tensor2D, counts: readonly number[]): Rows[] {
  const rows = logits.arraySync();
  return counts.map((count) => rows.splice(0, count));
}

/** The mean over branches of the cross-entropy with the labels. */
export function supervisedOf(branches: readonly BranchRows[], labels: readonly number[]): number {
  return mean(branches.map(({ labeled }) => {
    return mean(labeled.map((row, clip) => -logSoftmax(row)[labels[clip]!]!));
  }));
}

/**
 * The mean over branches of the cross-entropy of the strong views with the labels that probabilities
 * of the weak ones give, if some but not all reach a threshold.
 */
export function pseudoOf(
  branches: readonly BranchRows[],
  probabilities: Rows,
  threshold: number,
): number {
  const passed = probabilities.map((row) => Math.max(...row) >= threshold);
  assert.ok(passed.includes(true) && passed.includes(false), `${probabilities}`);
  return mean(branches.map(({ strong }) => {
    return mean(strong.map((row, clip) => {
      return passed[clip] ? -logSoftmax(row)[argMax(probabilities[clip]!)]! : 0;
    }));
  }));
}

/** Asserts the terms of a step's loss, and that it has no others. */
export function assertTerms(
  { lossTerms }: Pick<Merged, "lossTerms">,
  expected: Readonly<Record<string, number>>,
): void {
  const actual = hostValues({ lossTerms }).lossTerms;
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) {
    assert.ok(Math.abs(actual[name]! - value) < 1e-4, `${name}: ${actual[name]} for ${value}`);
  }
}

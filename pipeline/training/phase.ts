import type { OperatorFunction } from "rxjs";
import type { Merged, RatioTicketsOptions, StepInput } from "../../operators/mod.ts";

/**
 * Consecutive steps of a run that take their videos in one order. It is identified by its index
 * among the phases of the run.
 */
export interface PhaseOrder {
  /** First step, counted from 0. */
  readonly from: number;
  /** The step after the last. */
  readonly to: number;
  readonly order: RatioTicketsOptions;
}

/** Consecutive steps of a run that train in the same way. */
export interface Phase extends PhaseOrder {
  /** From the input of a step to its losses. */
  readonly pipeline: OperatorFunction<StepInput, Merged>;
  /** The terms of the loss that its steps have. */
  readonly losses: readonly string[];
  /** What the learning rates are multiplied by, and the step at which their schedule starts. */
  readonly rate: { readonly factor: number; readonly from: number };
  /** Whether moving averages are copies of what they average, as no teacher is needed yet. */
  readonly isAverageCopy: boolean;
}

/** Returns the phase of a step; for steps after the end, the last phase. */
export function phaseOf<Some extends PhaseOrder>(step: number, phases: readonly Some[]): Some {
  return phases.find(({ to }) => step < to) ?? phases.at(-1)!;
}

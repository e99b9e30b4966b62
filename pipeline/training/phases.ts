import { type OperatorFunction, pipe } from "rxjs";
import type { Model } from "../../models/mod.ts";
import {
  dualForward,
  type Merged,
  mergeLosses,
  type PerNetwork,
  type RatioTicketsOptions,
  type StepInput,
} from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { LossName, Method } from "../method/methods.ts";

/** A stretch of a run whose steps are all alike. */
export interface Phase extends PhaseOrder {
  readonly pipeline: OperatorFunction<StepInput, Merged>;
  /** The terms of the loss that its steps have. */
  readonly losses: readonly LossName[];
}

/**
 * The phases of a run: labels alone for `method.supervisedShare` of the steps, in which unlabeled videos
 * are neither decoded nor seen by the networks, then the method.
 */
export function phasesOf(
  { method: settings }: Config,
  method: Method,
  networks: PerNetwork<Model>,
  order: RatioTicketsOptions,
  totalSteps: number,
): Phase[] {
  const supervisedSteps = Math.round(settings.supervisedShare * totalSteps);
  const phases: Phase[] = [
    {
      from: 0,
      to: supervisedSteps,
      order: { ...order, unlabeled: [], ratio: 0 },
      pipeline: pipe(dualForward(networks), mergeLosses()),
      losses: method.losses.filter((name) => name.startsWith("supervised")),
    },
    {
      from: supervisedSteps,
      to: totalSteps,
      order,
      pipeline: method.pipeline(networks, settings),
      losses: method.losses,
    },
  ];
  return phases.filter(({ from, to }) => from < to);
}

/** A stretch of a run with one order of its videos. */
export interface PhaseOrder {
  /** First step, counted from 0. */
  readonly from: number;
  /** The step after the last. */
  readonly to: number;
  readonly order: RatioTicketsOptions;
}

/** The phase of a step. */
export function phaseOf<Phase extends PhaseOrder>(step: number, phases: readonly Phase[]): Phase {
  return phases.find(({ to }) => step < to) ?? phases.at(-1)!;
}

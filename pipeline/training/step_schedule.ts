import { cosineSchedule, linearRamp } from "../../models/mod.ts";
import {
  batchesPerEpoch,
  type RatioTicketsOptions,
  type StepNumbers,
} from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { lossWeights } from "../methods/loss_weights.ts";
import type { Method } from "../methods/method.ts";
import { type Phase, phaseOf } from "./phase.ts";

/** Counts the steps of a whole run. */
export function countSteps({ schedule }: Config, order: RatioTicketsOptions): number {
  return schedule.steps ?? schedule.epochs! * batchesPerEpoch(order);
}

/** Options of {@linkcode stepSchedule}. */
export interface StepScheduleOptions {
  readonly method: Pick<Method, "dual" | "weights">;
  /** Steps of the whole run. */
  readonly totalSteps: number;
  /** The phases of the run, one after the other. */
  readonly phases: readonly Phase[];
}

/**
 * Returns the learning rates and loss weights by step, counted from 0. The weights grow from the
 * first step with unlabeled clips on.
 */
export function stepSchedule(
  { optimizer, method: settings }: Config,
  { method, totalSteps, phases }: StepScheduleOptions,
): (step: number) => StepNumbers {
  const { learningRate: primary, auxiliaryLearningRate: auxiliary = primary } = optimizer;
  const warmUpSteps = Math.round(optimizer.warmupShare * totalSteps);
  const rampFrom = phases.find(({ order }) => order.ratio > 0)?.from ?? totalSteps;
  const rampSteps = Math.round(settings.rampShare * totalSteps);
  const weights = Object.entries(lossWeights(method, settings));

  function rate(step: number, peak: number): number {
    const { factor, from } = phaseOf(step, phases).rate;
    const schedule = { peak, totalSteps, warmUpSteps: from === 0 ? warmUpSteps : 0 };
    return factor * cosineSchedule(step - from, schedule);
  }

  return (step) => {
    const ramp = linearRamp(step, rampFrom, rampSteps);
    return {
      learningRate: method.dual
        ? { primary: rate(step, primary), auxiliary: rate(step, auxiliary) }
        : { primary: rate(step, primary) },
      weights: Object.fromEntries(weights.map(([name, weight]) => [name, weight * ramp])),
    };
  };
}

import { cosineSchedule, linearRamp } from "../../models/mod.ts";
import {
  batchesPerEpoch,
  type RatioTicketsOptions,
  type StepNumbers,
} from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";

/** Counts the steps of a whole run. */
export function countSteps({ schedule }: Config, order: RatioTicketsOptions): number {
  return schedule.steps ?? schedule.epochs! * batchesPerEpoch(order);
}

/** Options of {@linkcode stepSchedule}. */
export interface StepScheduleOptions {
  /** Whether the method trains the auxiliary network as well. */
  readonly dual: boolean;
  /** Steps of the whole run. */
  readonly totalSteps: number;
}

/** Returns the learning rates and loss weights by step, counted from 0. */
export function stepSchedule(
  { optimizer, method }: Config,
  { dual, totalSteps }: StepScheduleOptions,
): (step: number) => StepNumbers {
  const { learningRate: primary, auxiliaryLearningRate: auxiliary = primary } = optimizer;
  const warmUpSteps = Math.round(optimizer.warmupShare * totalSteps);
  const supervisedSteps = Math.round(method.supervisedShare * totalSteps);
  const rampSteps = Math.round(method.rampShare * totalSteps);

  function rate(step: number, peak: number): number {
    return cosineSchedule(step, { peak, totalSteps, warmUpSteps });
  }

  return (step) => {
    const ramp = linearRamp(step, supervisedSteps, rampSteps);
    return {
      learningRate: dual
        ? { primary: rate(step, primary), auxiliary: rate(step, auxiliary) }
        : { primary: rate(step, primary) },
      pseudoLabelWeight: method.gamma * ramp,
      contrastWeight: method.beta * ramp,
    };
  };
}

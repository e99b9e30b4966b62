import { cosineSchedule, linearRamp } from "../../models/mod.ts";
import {
  batchesPerEpoch,
  type RatioTicketsOptions,
  type StepNumbers,
} from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { Method } from "../method/methods.ts";

/** Steps of a whole run. */
export function totalStepsOf({ schedule }: Config, order: RatioTicketsOptions): number {
  return schedule.steps ?? schedule.epochs! * batchesPerEpoch(order);
}

/** Learning rates and loss weights by step, counted from 0. */
export function stepSchedule(
  config: Config,
  { dual }: Pick<Method, "dual">,
  totalSteps: number,
): (step: number) => StepNumbers {
  const { optimizer, method } = config;
  const { learningRate: primary, auxiliaryLearningRate: auxiliary = primary } = optimizer;
  const warmUpSteps = Math.round(optimizer.warmupShare * totalSteps);
  const supervisedSteps = Math.round(method.supervisedShare * totalSteps);
  const rampSteps = Math.round(method.rampShare * totalSteps);
  const rate = (step: number, peak: number) =>
    cosineSchedule(step, { peak, totalSteps, warmUpSteps });
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

/** Options of {@linkcode cosineSchedule}. */
export interface CosineScheduleOptions {
  /** Learning rate after the warm-up. */
  readonly peak: number;
  /** Steps of the whole run. */
  readonly totalSteps: number;
  /** Steps in which the rate rises linearly from `peak / warmUpSteps`. */
  readonly warmUpSteps: number;
}

/**
 * Returns the learning rate at a step, counted from 0: a linear rise, then half a period of a
 * cosine, which would reach zero at `totalSteps`.
 *
 * With peak 1, 4 warm-up steps and 8 steps in total: 0.25, 0.5, 0.75, 1, 1, 0.85, 0.5, 0.15.
 *
 * @throws {RangeError} If `step` is outside [0, totalSteps).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { cosineSchedule } from "@actnetformer/deno/models";
 *
 * const options = { peak: 0.2, totalSteps: 100, warmUpSteps: 4 };
 * assert.equal(cosineSchedule(0, options), 0.05);
 * assert.equal(cosineSchedule(52, options), 0.1);
 * ```
 */
export function cosineSchedule(
  step: number,
  { peak, totalSteps, warmUpSteps }: CosineScheduleOptions,
): number {
  if (!(step >= 0 && step < totalSteps)) {
    throw new RangeError(
      `Cannot schedule a step as 'step' must be in [0, ${totalSteps}): current value is ${step}`,
    );
  }
  if (step < warmUpSteps) return peak * ((step + 1) / warmUpSteps);
  const progress = (step - warmUpSteps) / (totalSteps - warmUpSteps);
  return peak * (1 + Math.cos(Math.PI * progress)) / 2;
}

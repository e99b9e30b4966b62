/** Which shape {@link cosineSchedule} has. */
export interface CosineScheduleOptions {
  /** Learning rate after the warm-up. */
  readonly peak: number;
  readonly totalSteps: number;
  /** Steps in which the rate rises linearly from `peak / warmUpSteps`. */
  readonly warmUpSteps: number;
}

/**
 * The learning rate at a step, counted from 0: a linear rise, then half a cosine that would reach zero
 * at `totalSteps`.
 *
 * With peak 1, 4 warm-up steps and 8 steps in all: 0.25, 0.5, 0.75, 1, 1, 0.85, 0.5, 0.15.
 *
 * @throws {RangeError} for a step outside [0, totalSteps)
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

/**
 * What a loss that comes in slowly is weighted by at a step, counted from 0: 0 up to `start`, then
 * linearly up to 1 at `start + length`, then 1. A `length` of 0 makes it a switch.
 */
export function linearRamp(step: number, start: number, length: number): number {
  if (step < start) return 0;
  return length === 0 ? 1 : Math.min(1, (step - start) / length);
}

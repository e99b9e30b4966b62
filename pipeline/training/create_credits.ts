import { Credits, type RatioTicketsOptions } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";

/**
 * Creates the credits of a run: as configured, else enough for two steps, so that the clips of one
 * are decoded while those of the other are on the device.
 *
 * @throws {RangeError} If they are too few for one step.
 */
export function createCredits(
  config: Config,
  { labeledPerBatch, ratio }: RatioTicketsOptions,
): Credits {
  const perStep = labeledPerBatch * (1 + ratio);
  const { credits = 2 * perStep } = config;
  // A step takes any time, also for what follows it: scores on validation videos, a checkpoint.
  if (credits >= perStep) return new Credits(credits, { stalledAfterSec: Infinity });
  throw new RangeError(
    `Cannot train as 'credits' must suffice for a step of ${perStep} clips: ` +
      `current value is ${credits}`,
  );
}

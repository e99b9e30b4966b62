import { Credits, type RatioTicketsOptions } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";

/**
 * Creates the credits of a run: as configured, else two steps' worth, so that one is decoded while
 * the other is on the device.
 *
 * @throws {RangeError} If they do not suffice for a step.
 */
export function createCredits(
  config: Config,
  { labeledPerBatch, ratio }: RatioTicketsOptions,
): Credits {
  const perStep = labeledPerBatch * (1 + ratio);
  const { credits = 2 * perStep } = config;
  if (credits >= perStep) return new Credits(credits);
  throw new RangeError(
    `Cannot train as 'credits' must suffice for a step of ${perStep} clips: ` +
      `current value is ${credits}`,
  );
}

import { Credits, type RatioTicketsOptions } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { defaultCredits } from "./default_credits.ts";

/**
 * Creates the credits of a run: as configured, else by {@linkcode defaultCredits}.
 *
 * @throws {RangeError} If they are too few for one step.
 */
export function createCredits(
  config: Config,
  { labeledPerBatch, ratio }: RatioTicketsOptions,
): Credits {
  const perStep = labeledPerBatch * (1 + ratio);
  const { credits = defaultCredits(perStep, navigator.hardwareConcurrency) } = config;
  // A step takes any time, also for what follows it: scores on validation videos, a checkpoint.
  if (credits >= perStep) return new Credits(credits, { stalledAfterSec: Infinity });
  throw new RangeError(
    `Cannot train as 'credits' must suffice for a step of ${perStep} clips: ` +
      `current value is ${credits}`,
  );
}

import { Credits, creditsFor, type RatioTicketsOptions } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { clipsPerStep } from "./clips_per_step.ts";

/**
 * Creates the credits of a run: as configured, else as many as keep both the device and a decoder
 * for each core at work.
 *
 * @param cores Number of processors to decode on.
 * @throws {RangeError} If they are too few for one step.
 */
export function createCredits(
  config: Config,
  order: RatioTicketsOptions,
  cores: number = navigator.hardwareConcurrency,
): Credits {
  const batch = clipsPerStep(order);
  const { credits = creditsFor({ batch, concurrency: cores }) } = config;
  // A step takes any time, also for what follows it: scores on validation videos, a checkpoint.
  if (credits >= batch) return new Credits(credits, { stalledAfterSec: Infinity });
  throw new RangeError(
    `Cannot train as 'credits' must suffice for a step of ${batch} clips: ` +
      `current value is ${credits}`,
  );
}

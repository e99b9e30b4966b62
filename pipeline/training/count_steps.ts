import { batchesPerEpoch, type RatioTicketsOptions } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";

/** Counts the steps of a whole run. */
export function countSteps({ schedule }: Config, order: RatioTicketsOptions): number {
  return schedule.steps ?? schedule.epochs! * batchesPerEpoch(order);
}

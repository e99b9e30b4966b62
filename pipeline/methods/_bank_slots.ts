import type { Config } from "../config/config.ts";
import { ConfigError } from "../config/config_error.ts";
import type { MemorySurroundings } from "./memory_spec.ts";

/** Slots of a memory bank if there are as many videos. */
const USUAL_SLOTS = 4096;

/** What decides how many clips a memory bank can hold. */
export interface BankSlotsOptions extends MemorySurroundings {
  /** Number of neighbors that are looked for in it. */
  readonly neighbors: number;
}

/**
 * Returns how many clips a memory bank holds.
 *
 * @throws {ConfigError} If these are fewer than a step has or than neighbors are looked for, or more
 * than there are videos.
 */
export function bankSlots(
  { name, bank }: Config["method"],
  { labeled, unlabeled, clipsPerStep, neighbors }: BankSlotsOptions,
): number {
  const videos = labeled + unlabeled;
  const slots = bank ?? Math.min(USUAL_SLOTS, videos);
  const least = Math.max(clipsPerStep, neighbors);
  if (slots >= least && slots <= videos) return slots;
  const message =
    `must be from ${least}, the clips or neighbors of a step, to ${videos}, the training ` +
    `videos, for the method ${name}: current value is ${slots}${
      bank === undefined ? " (default)" : ""
    }`;
  throw new ConfigError("the config of this run", [{ path: "method.bank", message }]);
}

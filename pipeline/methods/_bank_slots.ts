import type { Config } from "../config/config.ts";
import { ConfigError } from "../config/config_error.ts";
import type { MemorySurroundings } from "./memory_spec.ts";

/** Slots of a memory bank if there are as many videos. */
const USUAL_SLOTS = 4096;

/**
 * Returns how many clips a memory bank holds.
 *
 * @throws {ConfigError} If these are fewer than a step has, or more than there are videos.
 */
export function bankSlots(
  { name, bank }: Config["method"],
  { labeled, unlabeled, clipsPerStep }: MemorySurroundings,
): number {
  const videos = labeled + unlabeled;
  const slots = bank ?? Math.min(USUAL_SLOTS, videos);
  if (slots >= clipsPerStep && slots <= videos) return slots;
  const message = `must be from ${clipsPerStep}, the clips of a step, to ${videos}, the training ` +
    `videos, for the method ${name}: current value is ${slots}${
      bank === undefined ? " (default)" : ""
    }`;
  throw new ConfigError("the config of this run", [{ path: "method.bank", message }]);
}

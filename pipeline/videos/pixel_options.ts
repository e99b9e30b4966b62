import type { PixelOptions } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";

/** Subtracted from pixels scaled to 0…1 (SlowFast's and PyTorchVideo's value for all channels). */
export const MEAN = 0.45;

/** What they are then divided by (same source). */
export const STD = 0.225;

/** Returns how a configuration puts pixels on the device: their size, and the normalization. */
export function pixelOptions({ clip }: Config): PixelOptions {
  return { size: clip.size, mean: MEAN, std: STD };
}

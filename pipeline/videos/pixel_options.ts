import type { PixelOptions } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";

/** Returns how a configuration puts pixels on the device: their size, and how each clip is made. */
export function pixelOptions({ clip }: Config): PixelOptions {
  const { size, normalization, primary, auxiliary, others } = clip;
  return { size, ...normalization, clips: { primary, auxiliary, ...others } };
}

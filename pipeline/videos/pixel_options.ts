import type { PixelOptions } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";

/** Returns how a configuration puts pixels on the device: their size, and the normalization. */
export function pixelOptions({ clip }: Config): PixelOptions {
  const { size, primary, auxiliary } = clip;
  return {
    size,
    ...primary.normalization ?? clip.normalization,
    auxiliary: auxiliary.normalization ?? clip.normalization,
  };
}

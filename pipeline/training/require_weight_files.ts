import { SafetensorsReader } from "../../models/safetensors/mod.ts";
import type { Config } from "../config/config.ts";

/**
 * Requires that the files of initial weights can be opened. Whether their tensors fit the networks
 * is checked when they are loaded.
 *
 * @throws {SafetensorsError} If a file is missing, broken or not safetensors.
 */
export async function requireWeightFiles({ weights }: Config): Promise<void> {
  for (const path of [weights.primary, weights.auxiliary]) {
    if (path === undefined) continue;
    using _file = await SafetensorsReader.open(path);
  }
}

import { openWeights } from "../../models/weights/open_weights.ts";
import type { Config } from "../config/config.ts";

/**
 * Requires that the files of initial weights can be opened. Whether their tensors fit the networks
 * is checked when they are loaded.
 *
 * @throws {TensorFileError} If a file cannot be read.
 */
export async function requireWeightFiles({ weights }: Config): Promise<void> {
  for (const path of [weights.primary, weights.auxiliary]) {
    if (path === undefined) continue;
    using _file = await openWeights(path);
  }
}

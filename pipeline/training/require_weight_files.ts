import { recognizeNetwork, UnknownNetworkError } from "../../models/mod.ts";
import type { Config } from "../config/config.ts";
import { ConfigError } from "../config/config_error.ts";
import { openInitialWeights } from "../run/open_initial_weights.ts";
import { isNetwork } from "../start/network_choice.ts";

/**
 * Requires that the files of initial weights can be opened and, if their network is a known one,
 * that it is the configured one. Whether all tensors fit is checked when they are loaded.
 *
 * @throws {TensorFileError | CheckpointError} If a file cannot be read.
 * @throws {ConfigError} If a file holds another network.
 */
export async function requireWeightFiles(config: Config): Promise<void> {
  for (const role of ["primary", "auxiliary"] as const) {
    const path = config.weights[role];
    if (path === undefined) continue;
    const title = await otherNetworkIn(path, role, config);
    if (title === undefined) continue;
    const option = role === "primary" ? "--from" : "--from-auxiliary";
    throw new ConfigError("the config of this run", [{
      path: `weights.${role}`,
      message:
        `must hold the ${role} network that is configured: ${path} is a ${title}; to train ` +
        `that one, write ${option} ${path} instead`,
    }]);
  }
}

/** Returns the title of the network in a file if it is a known one, and not the configured one. */
async function otherNetworkIn(
  path: string,
  role: "primary" | "auxiliary",
  config: Config,
): Promise<string | undefined> {
  using file = await openInitialWeights(path, role);
  try {
    const recognized = await recognizeNetwork(file);
    return isNetwork(config[role], recognized.config) ? undefined : recognized.title;
  } catch (error) {
    if (error instanceof UnknownNetworkError) return undefined;
    throw error;
  }
}

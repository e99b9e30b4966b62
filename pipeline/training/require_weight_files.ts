import {
  type PixelNormalization,
  type RecognizedNetwork,
  recognizeNetwork,
  UnknownNetworkError,
} from "../../models/mod.ts";
import type { PerChannel } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { ConfigError } from "../config/config_error.ts";
import { openInitialWeights } from "../run/open_initial_weights.ts";
import { isNetwork } from "../start/network_choice.ts";

/**
 * Requires that the files of initial weights can be opened and, if their network is a known one,
 * that it is the configured one. Whether all tensors fit is checked when they are loaded.
 *
 * @param notify Called with a line for people about weights that were trained on pixels normalized
 * otherwise than the run's.
 * @throws {TensorFileError | CheckpointError} If a file cannot be read.
 * @throws {ConfigError} If a file holds another network.
 */
export async function requireWeightFiles(
  config: Config,
  notify: (line: string) => void,
): Promise<void> {
  for (const role of ["primary", "auxiliary"] as const) {
    const path = config.weights[role];
    if (path === undefined) continue;
    const recognized = await recognize(path, role);
    if (recognized === undefined) continue;
    if (!isNetwork(config[role], recognized)) throw otherNetwork(path, role, recognized);
    const { mean, std } = config.clip[role].normalization ?? config.clip.normalization;
    const configured = { mean: channelsOf(mean), std: channelsOf(std) };
    const trained = recognized.normalization ?? configured;
    if (isSame(trained, configured)) continue;
    notify(
      `${path} was trained on pixels normalized by ${describe(trained)}, but this run normalizes ` +
        `those of the ${role} network by ${describe(configured)} (clip.normalization)`,
    );
  }
}

function otherNetwork(
  path: string,
  role: "primary" | "auxiliary",
  { title }: RecognizedNetwork,
): ConfigError {
  const option = role === "primary" ? "--from" : "--from-auxiliary";
  return new ConfigError("the config of this run", [{
    path: `weights.${role}`,
    message: `must hold the ${role} network that is configured: ${path} is a ${title}; to train ` +
      `that one, write ${option} ${path} instead`,
  }]);
}

/** Returns the network in a file; undefined if it is not a known one. */
async function recognize(
  path: string,
  role: "primary" | "auxiliary",
): Promise<RecognizedNetwork | undefined> {
  using file = await openInitialWeights(path, role);
  try {
    return await recognizeNetwork(file);
  } catch (error) {
    if (error instanceof UnknownNetworkError) return undefined;
    throw error;
  }
}

/** Differences below it are of rounding. */
const ROUNDING = 1e-4;

function isSame(one: PixelNormalization, other: PixelNormalization): boolean {
  const values = [...other.mean, ...other.std];
  return [...one.mean, ...one.std].every((value, index) =>
    Math.abs(value - values[index]!) < ROUNDING
  );
}

function channelsOf(value: PerChannel): PixelNormalization["mean"] {
  return typeof value === "number" ? [value, value, value] : value;
}

function describe({ mean, std }: PixelNormalization): string {
  return `mean ${brief(mean)} and deviation ${brief(std)}`;
}

/** One number if the channels are equal. */
function brief(channels: readonly number[]): string {
  return new Set(channels).size === 1 ? String(channels[0]) : channels.join(", ");
}

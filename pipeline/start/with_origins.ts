import { basename } from "node:path";
import { openWeights } from "../../models/mod.ts";
import type { Config } from "../config/config.ts";
import { ConfigError } from "../config/config_error.ts";
import type { WeightsOrigin } from "../config/input_config.ts";
import { digestOfFile } from "../files/digest_of_file.ts";
import { runOfWeights } from "../run/run_of_weights.ts";

/**
 * Returns a configuration that says what its files of initial weights are: their SHA-256, and the
 * run and step that they are of.
 *
 * @throws {ConfigError} If it says already that they are others.
 * @throws {TensorFileError} If a file cannot be read.
 */
export async function withOrigins(config: Config): Promise<Config> {
  const { weights } = config;
  const primaryOrigin = await originOf(weights, "primary");
  const auxiliaryOrigin = await originOf(weights, "auxiliary");
  return {
    ...config,
    weights: {
      ...weights,
      ...primaryOrigin === undefined ? {} : { primaryOrigin },
      ...auxiliaryOrigin === undefined ? {} : { auxiliaryOrigin },
    },
  };
}

async function originOf(
  weights: Config["weights"],
  role: "primary" | "auxiliary",
): Promise<WeightsOrigin | undefined> {
  const path = weights[role];
  if (path === undefined) return undefined;
  using file = await openWeights(path);
  const sha256 = await digestOfFile(file.path);
  const known = weights[`${role}Origin`];
  if (known === undefined) {
    const run = runOfWeights(path)?.name ?? file.metadata.run;
    const step = /^(?:step|best)-(\d+)\./.exec(basename(path))?.[1];
    return {
      sha256,
      ...run === undefined ? {} : { run },
      ...step === undefined ? {} : { step: Number(step) },
    };
  }
  if (known.sha256 === sha256) return known;
  throw new ConfigError("the config of this run", [{
    path: `weights.${role}`,
    message:
      `must be the file of SHA-256 ${known.sha256}, as the configuration says: current value ` +
      `is ${path} of ${sha256}; to start from it anyway, add --set weights.${role}=${path}`,
  }]);
}

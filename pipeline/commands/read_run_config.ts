import { applyOverrides, type Config, type Override, parseConfig } from "../config/config.ts";
import type { RunFolder } from "../run/run_folder.ts";

/**
 * Reads a run's configuration, with fields set on the command line.
 *
 * @throws {ConfigError} If the result is not a configuration.
 */
export async function readRunConfig(
  run: RunFolder,
  overrides: readonly Override[] = [],
): Promise<Config> {
  return parseConfig(applyOverrides(await run.readConfig(), overrides), `of ${run.path}`);
}

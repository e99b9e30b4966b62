import { applyOverrides, type Config, type Override, parseConfig } from "../config/config.ts";
import { wholePaths } from "../config/whole_paths.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { homeIfElsewhere } from "../terminal/home_folder.ts";
import { withWholePaths } from "./with_whole_paths.ts";

/**
 * Reads a run's configuration, with fields set on the command line. The paths that the run keeps
 * count from the folder that holds `runs`, those of the command line from the user's.
 *
 * @throws {ConfigError} If the result is not a configuration.
 */
export async function readRunConfig(
  run: RunFolder,
  overrides: readonly Override[] = [],
): Promise<Config> {
  const home = homeIfElsewhere();
  const stored = await run.readConfig();
  const raw = applyOverrides(home === undefined ? stored : wholePaths(stored, home), overrides);
  return withWholePaths(parseConfig(raw, `of ${run.path}`));
}

import { type Config, parseConfig } from "../config/config.ts";
import { wholePaths } from "../config/whole_paths.ts";
import { homeIfElsewhere } from "../terminal/home_folder.ts";

/**
 * Returns a configuration as a run keeps it: with whole paths if the user stands elsewhere than
 * where runs are kept, so that later commands find the same files from any folder.
 */
export function withWholePaths(config: Config): Config {
  if (homeIfElsewhere() === undefined) return config;
  return parseConfig(wholePaths(config, Deno.cwd()), "of this run");
}

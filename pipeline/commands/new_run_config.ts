import { loadConfig } from "../config/config.ts";
import { requireMethodNamed, runOfConfig } from "../run/require_method_named.ts";
import type { StartConfig } from "../start/load_start_config.ts";
import { presetFor } from "./preset_for.ts";
import type { TrainCommandOptions } from "./train_command_options.ts";
import { withWholePaths } from "./with_whole_paths.ts";

/** Loads the configuration of a new run, with whole paths, and where its weights are from. */
export async function newRunConfig(options: TrainCommandOptions): Promise<StartConfig> {
  const { config: source, from, fromAuxiliary, overrides } = options;
  const isStarted = from !== undefined || fromAuxiliary !== undefined;
  const loaded: StartConfig = isStarted
    ? await loadStart(options)
    : { ...await loadConfig(source ?? presetFor(overrides), overrides), notes: [] };
  const origin = source === undefined ? loaded.parent : runOfConfig(source);
  if (origin !== undefined) {
    const action = `train as ${origin.path}`;
    await requireMethodNamed(origin, loaded.config, { overrides, action });
  }
  const whole = withWholePaths(loaded.config);
  const { primary, auxiliary } = whole.weights;
  const hasWeights = primary !== undefined || auxiliary !== undefined;
  return { ...loaded, config: hasWeights ? await addOrigins(whole) : whole };
}

/** Loaded only if needed, as it loads tfjs. */
async function loadStart(options: TrainCommandOptions): Promise<StartConfig> {
  const { loadStartConfig } = await import("../start/load_start_config.ts");
  return await loadStartConfig(options);
}

async function addOrigins(config: StartConfig["config"]): Promise<StartConfig["config"]> {
  const { withOrigins } = await import("../start/with_origins.ts");
  return await withOrigins(config);
}

import { loadConfig, type Override } from "../../../pipeline/config/config.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import { checkpointState } from "../../../pipeline/run/checkpoint_state.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { saveCheckpoint } from "../../../pipeline/run/save_checkpoint.ts";
import { stateToWrite } from "../../../pipeline/run/state_to_write.ts";
import { disposeTree, tidyTree } from "../../../runtime/mod.ts";
import "../../_tensorflow.ts";
import type { Model } from "../../../models/mod.ts";

/** Classes of the run. */
export const CLASSES = ["fall", "jump", "walk"];

/**
 * Writes a run's folder with a configuration and a checkpoint of initial weights.
 *
 * @param method A path is that of a module that does not exist.
 * @param dual Whether it has two networks.
 * @param overrides Further settings.
 */
export async function writeTinyRun(
  path: string,
  { dual, method = "actnetformer", overrides = [] }: {
    readonly dual: boolean;
    readonly method?: string;
    readonly overrides?: readonly Override[];
  },
): Promise<RunFolder> {
  const { config } = await loadConfig("motion_small", [
    { path: "method.name", value: method },
    ...overrides,
  ]);
  const networks = createNetworks(config, { dual, classes: CLASSES.length });
  const state = tidyTree(() => ({
    primary: initialState(networks.primary),
    ...(networks.auxiliary === undefined ? {} : { auxiliary: initialState(networks.auxiliary) }),
  }));
  const run = new RunFolder(path);
  await Deno.mkdir(run.checkpoints, { recursive: true });
  await run.writeConfig(config);
  const position = { step: 40, classes: CLASSES, videos: "a".repeat(12), brokenVideos: [] };
  await saveCheckpoint(run.checkpoints, {
    state: checkpointState(config, position),
    tensors: stateToWrite(networks, state),
  });
  disposeTree(state);
  return run;
}

function initialState(model: Model) {
  const { parameters, statistics } = model.initialize(1);
  const momentum = Object.entries(parameters).map(([name, tensor]) => [name, tensor.zerosLike()]);
  return { parameters, statistics, momentum: Object.fromEntries(momentum) };
}

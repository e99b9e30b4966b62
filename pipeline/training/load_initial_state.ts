import { loadWeights, type ModelState } from "../../models/mod.ts";
import { mapNetworks, networksOf, startEma, type TrainingState } from "../../operators/mod.ts";
import { disposeTree } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { initialState, type TrainableNetworks } from "./initial_state.ts";

/** Weights of the networks that the configuration has a file for. */
type LoadedWeights = { -readonly [Network in keyof TrainingState]?: ModelState };

/**
 * Returns the state that a run starts with: fresh, or with weights from files, and with moving
 * averages if they are configured. The tensors are the caller's to dispose; none is left if a file
 * cannot be read.
 *
 * @throws {WeightsError} If a file's tensors do not fit the network.
 * @throws {SafetensorsError} If a file is broken.
 */
export async function loadInitialState(
  { seed, weights, optimizer }: Config,
  trainable: TrainableNetworks,
): Promise<TrainingState> {
  const loaded = await loadNetworks(weights, trainable);
  const state = mapNetworks(initialState(trainable, seed), (fresh, network) => {
    const replacement = loaded[network];
    if (replacement === undefined) return fresh;
    const { parameters, statistics, momentum } = fresh;
    disposeTree({ parameters, statistics });
    return { ...replacement, momentum };
  });
  return optimizer.emaDecay === undefined ? state : mapNetworks(state, startEma);
}

async function loadNetworks(
  paths: Config["weights"],
  { networks }: TrainableNetworks,
): Promise<LoadedWeights> {
  const loaded: LoadedWeights = {};
  try {
    for (const network of networksOf(networks)) {
      const path = paths[network];
      if (path === undefined) continue;
      loaded[network] = await loadWeights(path, networks[network]!, { resizeEmbeddings: true });
    }
    return loaded;
  } catch (error) {
    disposeTree(loaded);
    throw error;
  }
}

import { loadWeights, type ModelState } from "../../models/mod.ts";
import { mapNetworks, networksOf, startEma, type TrainingState } from "../../operators/mod.ts";
import { disposeTree } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { initialState, type TrainableNetworks } from "./initial_state.ts";

/** Options of {@linkcode loadInitialState}. */
export interface InitialStateOptions extends TrainableNetworks {
  /** Called with a line for people about weights that were not loaded as they are. */
  readonly notify: (line: string) => void;
}

/** Weights of the networks that the configuration has a file for. */
type LoadedWeights = { -readonly [Network in keyof TrainingState]?: ModelState };

/**
 * Returns the state that a run starts with: fresh, or with weights from files, and with moving
 * averages if they are configured. The tensors are the caller's to dispose; none is left if a file
 * cannot be read.
 *
 * @throws {WeightsError} If a file's tensors do not fit the network.
 * @throws {TensorFileError} If a file cannot be read.
 */
export async function loadInitialState(
  { seed, weights, optimizer }: Config,
  options: InitialStateOptions,
): Promise<TrainingState> {
  const loaded = await loadNetworks(weights, options);
  const state = mapNetworks(initialState(options, seed), (fresh, network) => {
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
  { networks, notify }: InitialStateOptions,
): Promise<LoadedWeights> {
  const loaded: LoadedWeights = {};
  try {
    for (const network of networksOf(networks)) {
      const path = paths[network];
      if (path === undefined) continue;
      const options = { resizeEmbeddings: true };
      const { report, ...state } = await loadWeights(path, networks[network]!, options);
      loaded[network] = state;
      notify(report.summary);
    }
    return loaded;
  } catch (error) {
    disposeTree(loaded);
    throw error;
  }
}

import { loadWeights, type ModelState } from "../../models/mod.ts";
import {
  mapNetworks,
  networksOf,
  type PerNetwork,
  type TrainingState,
} from "../../operators/mod.ts";
import { disposeTree } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { openInitialWeights } from "../run/open_initial_weights.ts";
import { initialState, type TrainableNetworks } from "./initial_state.ts";
import { networkSeed } from "./network_seed.ts";
import { withAverages } from "./with_averages.ts";

/** Options of {@linkcode loadInitialState}. */
export interface InitialStateOptions extends TrainableNetworks {
  /** Names of the classes, in the order of the labels. */
  readonly classes: readonly string[];
  /** Called with a line for people about what was loaded of a file. */
  readonly notify: (line: string) => void;
}

/** Weights of the networks that the configuration has a file for. */
type LoadedWeights = { -readonly [Network in keyof PerNetwork<unknown>]?: ModelState };

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
  const loaded = await loadNetworks(weights, seed, options);
  const fresh = initialState(options, seed);
  const networks = mapNetworks(fresh, (state, network) => {
    const replacement = loaded[network];
    if (replacement === undefined) return state;
    const { parameters, statistics, momentum } = state;
    disposeTree({ parameters, statistics });
    return { ...replacement, momentum };
  });
  const state = { ...fresh, ...networks };
  return optimizer.emaDecay === undefined ? state : withAverages(state);
}

async function loadNetworks(
  paths: Config["weights"],
  seed: number,
  { networks, classes, notify }: InitialStateOptions,
): Promise<LoadedWeights> {
  const loaded: LoadedWeights = {};
  try {
    for (const role of networksOf(networks)) {
      const path = paths[role];
      if (path === undefined) continue;
      using file = await openInitialWeights(path, role);
      const options = {
        resizeEmbeddings: true,
        classNames: classes,
        seed: networkSeed(role, seed),
      };
      const { report, ...state } = await loadWeights(file, networks[role]!, options);
      loaded[role] = state;
      notify(`${role}: ${report.summary}`);
    }
    return loaded;
  } catch (error) {
    disposeTree(loaded);
    throw error;
  }
}

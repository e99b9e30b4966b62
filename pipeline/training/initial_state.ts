import {
  decayedBySpec,
  loadWeights,
  type Model,
  type ModelState,
  type Sgd,
  sgd,
} from "../../models/mod.ts";
import {
  mapNetworks,
  networksOf,
  type NetworkState,
  type PerNetwork,
  startEma,
  type TrainingState,
} from "../../operators/mod.ts";
import { disposeTree, type TensorTree } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";

/** An optimizer for each network. */
export function createOptimizers(
  networks: PerNetwork<Model>,
  { momentum, weightDecay }: Config["optimizer"],
): PerNetwork<Sgd> {
  return mapNetworks(
    networks,
    ({ parameters }) => sgd({ momentum, weightDecay, isDecayed: decayedBySpec(parameters) }),
  );
}

/** A fresh state. The networks' weights come from different draws of the seed. */
export function initialState(
  networks: PerNetwork<Model>,
  optimizers: PerNetwork<Sgd>,
  seed: number,
): TrainingState {
  return mapNetworks(networks, (model, network): NetworkState => {
    const { parameters, statistics } = model.initialize(network === "primary" ? seed : ~seed >>> 0);
    const momentum = optimizers[network]!.initialize(parameters);
    return { parameters, statistics, momentum };
  });
}

/**
 * The state that a run begins with: fresh, or with the weights of files, and with averages where the
 * configuration wants them. The tensors are the caller's; none is left when a file cannot be read.
 *
 * @throws {WeightsError} where a file's tensors are not the network's
 * @throws {SafetensorsError} where a file is broken
 */
export async function firstState(
  networks: PerNetwork<Model>,
  optimizers: PerNetwork<Sgd>,
  { seed, weights, optimizer }: Config,
): Promise<TrainingState> {
  const loaded: { primary?: ModelState; auxiliary?: ModelState } = {};
  try {
    for (const network of networksOf(networks)) {
      const path = weights[network];
      if (path === undefined) continue;
      loaded[network] = await loadWeights(path, networks[network]!, { resizeEmbeddings: true });
    }
  } catch (error) {
    disposeTree(loaded);
    throw error;
  }
  const state = mapNetworks(initialState(networks, optimizers, seed), (fresh, network) => {
    const own = loaded[network];
    if (own === undefined) return fresh;
    const { momentum, ...replaced } = fresh;
    disposeTree(replaced as unknown as TensorTree);
    return { ...own, momentum };
  });
  return optimizer.emaDecay === undefined ? state : mapNetworks(state, startEma);
}

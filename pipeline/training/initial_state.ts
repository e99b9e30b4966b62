import type { Model, Sgd } from "../../models/mod.ts";
import {
  mapNetworks,
  type NetworkState,
  type PerNetwork,
  type TrainingState,
} from "../../operators/mod.ts";

/** Networks and what trains them. */
export interface TrainableNetworks {
  readonly networks: PerNetwork<Model>;
  readonly optimizers: PerNetwork<Sgd>;
}

/** Returns a fresh state, the caller's to dispose. Each network draws its own weights. */
export function initialState(
  { networks, optimizers }: TrainableNetworks,
  seed: number,
): TrainingState {
  return mapNetworks(networks, (model, network): NetworkState => {
    const { parameters, statistics } = model.initialize(seedOf(network, seed));
    const momentum = optimizers[network]!.initialize(parameters);
    return { parameters, statistics, momentum };
  });
}

/** Returns the seed of a network's initial values: each network draws its own. */
export function seedOf(network: keyof PerNetwork<unknown>, seed: number): number {
  return network === "primary" ? seed : ~seed >>> 0;
}

import type { Model, Parameters, Sgd } from "../../models/mod.ts";
import {
  mapNetworks,
  type NetworkState,
  type PerNetwork,
  type TrainingState,
} from "../../operators/mod.ts";
import { tf } from "../../runtime/mod.ts";
import type { MemorySpecs } from "../methods/memory_spec.ts";
import { networkSeed } from "./network_seed.ts";

/** Networks and what trains them. */
export interface TrainableNetworks {
  readonly networks: PerNetwork<Model>;
  readonly optimizers: PerNetwork<Sgd>;
  /**
   * What the method remembers.
   *
   * @default nothing
   */
  readonly memory?: MemorySpecs | undefined;
}

/** Returns a fresh state, the caller's to dispose. Each network draws its own weights. */
export function initialState(
  { networks, optimizers, memory }: TrainableNetworks,
  seed: number,
): TrainingState {
  const state = mapNetworks(networks, (model, network): NetworkState => {
    const { parameters, statistics } = model.initialize(networkSeed(network, seed));
    const momentum = optimizers[network]!.initialize(parameters);
    return { parameters, statistics, momentum };
  });
  return memory === undefined ? state : { ...state, memory: initialMemory(memory) };
}

function initialMemory(memory: MemorySpecs): Parameters {
  const tensors = Object.entries(memory)
    .map(([name, { shape, fill, dtype }]) => [name, tf.fill([...shape], fill, dtype)] as const);
  return Object.fromEntries(tensors);
}

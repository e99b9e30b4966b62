import type { Model, Parameters, Sgd } from "../../models/mod.ts";
import {
  mapNetworks,
  type NetworkState,
  type PerNetwork,
  startEma,
  type TrainingState,
} from "../../operators/mod.ts";
import { tf } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import type { MemorySpecs } from "../methods/memory_spec.ts";

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
    const { parameters, statistics } = model.initialize(seedOf(network, seed));
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

/** Returns a fresh state with moving averages if they are configured, the caller's to dispose. */
export function initialStateFor(
  { seed, optimizer }: Pick<Config, "seed" | "optimizer">,
  trainable: TrainableNetworks,
): TrainingState {
  const state = initialState(trainable, seed);
  return optimizer.emaDecay === undefined ? state : withAverages(state);
}

/** Returns a state whose networks keep moving averages, which start as the current values. */
export function withAverages(state: TrainingState): TrainingState {
  return { ...state, ...mapNetworks(state, startEma) };
}

/** Returns the seed of a network's initial values: each network draws its own. */
export function seedOf(network: keyof PerNetwork<unknown>, seed: number): number {
  return network === "primary" ? seed : ~seed >>> 0;
}

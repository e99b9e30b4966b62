import type { TrainingState } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { initialState, type TrainableNetworks } from "./initial_state.ts";
import { withAverages } from "./with_averages.ts";

/** Returns a fresh state with moving averages if they are configured, the caller's to dispose. */
export function initialStateFor(
  { seed, optimizer }: Pick<Config, "seed" | "optimizer">,
  trainable: TrainableNetworks,
): TrainingState {
  const state = initialState(trainable, seed);
  return optimizer.emaDecay === undefined ? state : withAverages(state);
}

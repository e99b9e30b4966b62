import { mapNetworks, startEma, type TrainingState } from "../../operators/mod.ts";

/** Returns a state whose networks keep moving averages, which start as the current values. */
export function withAverages(state: TrainingState): TrainingState {
  return { ...state, ...mapNetworks(state, startEma) };
}

import { type Model, saveWeights } from "../../models/mod.ts";
import {
  networksOf,
  type PerNetwork,
  stateToEvaluate,
  type TrainingState,
} from "../../operators/mod.ts";
import { explainFullDisk, RESUME_HINT } from "./explain_full_disk.ts";
import type { RunFolder } from "./run_folder.ts";

/** Networks and what they have learned. */
export interface TrainedNetworks {
  readonly networks: PerNetwork<Model>;
  readonly state: TrainingState;
}

/**
 * Writes each network's weights, or their moving averages if there are any, into the run's folder,
 * in PyTorch's layout.
 *
 * @throws {DiskFullError} If the disk is full.
 */
export async function saveNetworks(
  run: RunFolder,
  { networks, state }: TrainedNetworks,
): Promise<void> {
  for (const network of networksOf(networks)) {
    const path = run.weights(network);
    try {
      await saveWeights(path, networks[network]!, stateToEvaluate(state[network]!));
    } catch (error) {
      throw explainFullDisk(path, error, RESUME_HINT);
    }
  }
}

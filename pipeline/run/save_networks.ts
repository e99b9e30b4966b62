import { type Model, saveWeights } from "../../models/mod.ts";
import {
  networksOf,
  type PerNetwork,
  stateToEvaluate,
  type TrainingState,
} from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { explainFullDisk, RESUME_HINT } from "../files/explain_full_disk.ts";
import type { RunFolder } from "./run_folder.ts";
import { STEPS_KEY } from "./_saved_steps.ts";
import { weightsMetadata } from "./weights_metadata.ts";

/** Networks and what they have learned. */
export interface TrainedNetworks {
  readonly networks: PerNetwork<Model>;
  readonly state: TrainingState;
  readonly config: Config;
  /** Names of the classes, in the order of the classifiers. */
  readonly classes: readonly string[];
  /** Steps that led to the weights. */
  readonly steps: number;
}

/**
 * Writes each network's weights, or their moving averages if there are any, into the run's folder,
 * in PyTorch's layout, with the names of the classes, how clips are made, and the steps that led to
 * them: a run that has this file has ended its training with the weights of this step.
 *
 * @throws {DiskFullError} If the disk is full.
 */
export async function saveNetworks(
  run: RunFolder,
  { networks, state, config, classes, steps }: TrainedNetworks,
): Promise<void> {
  for (const network of networksOf(networks)) {
    const path = run.weights(network);
    const model = networks[network]!;
    const described = { role: network, network: model.config, classes, run: run.name };
    const metadata = { ...weightsMetadata(config, described), [STEPS_KEY]: String(steps) };
    try {
      await saveWeights(path, model, stateToEvaluate(state[network]!), metadata);
    } catch (error) {
      throw explainFullDisk(path, error, RESUME_HINT);
    }
  }
}

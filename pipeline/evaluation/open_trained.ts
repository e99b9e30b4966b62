import type { Model } from "../../models/mod.ts";
import type { PerNetwork, TrainingState } from "../../operators/mod.ts";
import { type Checkpoint, openNewestCheckpoint } from "../run/checkpoint.ts";
import type { Config } from "../config/config.ts";
import { findMethod } from "../method/methods.ts";
import { createNetworks } from "../method/networks.ts";
import type { TrainedOptions } from "./evaluate.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { readState } from "../run/network_state.ts";

/** What a run has learned. */
export interface Trained {
  readonly networks: PerNetwork<Model>;
  /** The caller's to dispose. */
  readonly state: TrainingState;
}

/**
 * Opens a run's newest checkpoint. Needs no TensorFlow.
 *
 * @throws {RunFolderError} where the run has none yet.
 * @throws {CheckpointError} where it is broken.
 */
export async function openTrained({ run, progress }: TrainedOptions): Promise<Checkpoint> {
  const checkpoint = await openNewestCheckpoint(run.checkpoints, ({ message }) => {
    progress.note(`passed over ${message}`);
  });
  if (checkpoint !== undefined) return checkpoint;
  throw new RunFolderError(`${run.path} has no checkpoint yet; train it first`);
}

/**
 * Reads what a run has learned from its checkpoint.
 *
 * @throws {CheckpointError} where it is of another model.
 */
export async function readTrained(config: Config, checkpoint: Checkpoint): Promise<Trained> {
  const method = await findMethod(config.method.name);
  const networks = createNetworks(config, method, checkpoint.state.classes.length);
  return { networks, state: await readState(networks, checkpoint) };
}

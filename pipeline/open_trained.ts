import type { Model } from "../models/mod.ts";
import type { PerNetwork, TrainingState } from "../operators/mod.ts";
import { openNewestCheckpoint } from "./checkpoint.ts";
import type { Config } from "./config.ts";
import type { TrainedOptions } from "./entry_points.ts";
import { RunFolderError } from "./errors.ts";
import { createNetworks } from "./networks.ts";
import { readState } from "./training_state.ts";

/** What a run has learnt. */
export interface Trained {
  readonly networks: PerNetwork<Model>;
  /** The caller's to dispose. */
  readonly state: TrainingState;
  /** Names of the classes, in the order of the labels. */
  readonly classes: readonly string[];
}

/**
 * Reads what a run has learnt from its newest checkpoint.
 *
 * @throws {RunFolderError} where the run has none yet.
 * @throws {CheckpointError} where it is broken or of another model.
 */
export async function openTrained(
  config: Config,
  { run, progress }: TrainedOptions,
): Promise<Trained> {
  using checkpoint = await openNewestCheckpoint(run.checkpoints, ({ message }) => {
    progress.note(`passed over ${message}`);
  });
  if (checkpoint === undefined) {
    throw new RunFolderError(`${run.path} has no checkpoint yet; train it first`);
  }
  const { classes } = checkpoint.state;
  const networks = createNetworks(config, classes.length);
  return { networks, state: await readState(networks, checkpoint), classes };
}

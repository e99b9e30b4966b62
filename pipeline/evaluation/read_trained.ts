import type { Model } from "../../models/mod.ts";
import type { PerNetwork, TrainingState } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { createNetworks } from "../method/create_networks.ts";
import { findMethod } from "../method/find_method.ts";
import type { Checkpoint } from "../run/open_checkpoint.ts";
import { readState } from "../run/read_state.ts";

/** What a run has learned. */
export interface Trained {
  readonly networks: PerNetwork<Model>;
  /** The caller's to dispose. */
  readonly state: TrainingState;
}

/**
 * Reads what a run has learned from its checkpoint.
 *
 * @throws {CheckpointError} If it belongs to another model.
 */
export async function readTrained(config: Config, checkpoint: Checkpoint): Promise<Trained> {
  const { dual } = await findMethod(config.method.name);
  const networks = createNetworks(config, { dual, classes: checkpoint.state.classes.length });
  return { networks, state: await readState(networks, checkpoint) };
}

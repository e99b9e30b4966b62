import { isOfProjection, type Model } from "../../models/mod.ts";
import type { PerNetwork, TrainingState } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { createNetworks } from "../networks/create_networks.ts";
import type { Checkpoint } from "../run/open_checkpoint.ts";
import { MEMORY } from "../run/_state_parts.ts";
import { readState } from "../run/read_state.ts";

/** What a run has learned. */
export interface Trained {
  /** Its networks. */
  readonly networks: PerNetwork<Model>;
  /** The caller's to dispose. */
  readonly state: TrainingState;
}

/** What the names of the auxiliary network's tensors start with in a checkpoint. */
const AUXILIARY = "auxiliary/";

/**
 * Reads what a run has learned from its checkpoint, whose tensors say which networks there are: the
 * module of a user's own method is not needed. Projection heads and what the method remembers are left
 * out, as only training uses them.
 *
 * @throws {CheckpointError} If it belongs to another model.
 */
export async function readTrained(config: Config, checkpoint: Checkpoint): Promise<Trained> {
  const dual = hasAuxiliary(checkpoint);
  const networks = createNetworks(config, { dual, classes: checkpoint.state.classes.length });
  const isIgnored = (path: string) =>
    path.startsWith(MEMORY) || isOfProjection(path.slice(path.lastIndexOf("/") + 1));
  return { networks, state: await readState(networks, checkpoint, { isIgnored }) };
}

/** Whether a checkpoint holds an auxiliary network beside the primary one. */
export function hasAuxiliary({ file }: Checkpoint): boolean {
  return file.tensors.keys().some((name) => name.startsWith(AUXILIARY));
}

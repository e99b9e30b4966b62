import { type Model, officialShape, type Parameters, readTensors } from "../../models/mod.ts";
import {
  networksOf,
  type NetworkState,
  type PerNetwork,
  type TrainingState,
} from "../../operators/mod.ts";
import { disposeTree } from "../../runtime/mod.ts";
import { specsOf, type StatePart, statePartsOf } from "./_state_parts.ts";
import type { Checkpoint } from "./open_checkpoint.ts";
import { requireTensors, type RequireTensorsOptions } from "./require_tensors.ts";

/** What the names of moving averages start with in a checkpoint that has any. */
const AVERAGES = "primary/ema/";

/**
 * Reads a state back. The tensors are the caller's to dispose.
 *
 * @throws {CheckpointError} If the checkpoint belongs to other networks.
 */
export async function readState(
  networks: PerNetwork<Model>,
  checkpoint: Checkpoint,
  options: RequireTensorsOptions = {},
): Promise<TrainingState> {
  const averaged = checkpoint.file.tensors.keys().some((name) => name.startsWith(AVERAGES));
  const parts = statePartsOf(averaged);
  requireTensors(checkpoint, expectedShapes(networks, parts), options);
  const state: { -readonly [Network in keyof TrainingState]?: NetworkState } = {};
  try {
    for (const network of networksOf(networks)) {
      const tensors: { [Part in StatePart]?: Parameters } = {};
      // Before the tensors are there, so that those read so far are freed if one cannot be read.
      state[network] = tensors as NetworkState;
      for (const part of parts) {
        const specs = specsOf(networks[network]!, part);
        tensors[part] = await readTensors(checkpoint.file, specs, `${network}/${part}/`);
      }
    }
    return state as TrainingState;
  } catch (error) {
    disposeTree(state);
    throw error;
  }
}

function expectedShapes(
  networks: PerNetwork<Model>,
  parts: readonly StatePart[],
): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const network of networksOf(networks)) {
    for (const part of parts) {
      for (const spec of specsOf(networks[network]!, part)) {
        shapes.set(`${network}/${part}/${spec.name}`, officialShape(spec));
      }
    }
  }
  return shapes;
}

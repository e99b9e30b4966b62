import {
  type Model,
  officialShape,
  readTensors,
  saveWeights,
  tensorsToWrite,
  type TensorToWrite,
} from "../../models/mod.ts";
import {
  networksOf,
  type PerNetwork,
  stateToEvaluate,
  type TrainingState,
} from "../../operators/mod.ts";
import { explainFullDisk, RESUME_HINT } from "./files.ts";
import type { RunFolder } from "./run_folder.ts";
import { disposeTree, type tf } from "../../runtime/mod.ts";
import { type Checkpoint, requireTensors } from "./checkpoint.ts";

/** What the names of averages begin with in a checkpoint that has any. */
const AVERAGES = "primary/ema/";

/** The parts of a network's state, by the folder of their names in a checkpoint. */
type Part = "parameters" | "statistics" | "momentum" | "ema";

/** The parts of a state with or without averages. */
function partsOf(averaged: boolean): readonly Part[] {
  return ["parameters", "statistics", "momentum", ...averaged ? ["ema"] as const : []];
}

/** All tensors of a state, under the names they have in a checkpoint. */
export function stateToWrite(networks: PerNetwork<Model>, state: TrainingState): TensorToWrite[] {
  return networksOf(networks).flatMap((network) =>
    partsOf(state[network]!.ema !== undefined).flatMap((part) =>
      tensorsToWrite(
        specsOf(networks[network]!, part),
        state[network]![part]!,
        `${network}/${part}/`,
      )
    )
  );
}

/**
 * Writes each network's weights, their averages where there are any, into the run's folder, as PyTorch
 * takes them.
 *
 * @throws {DiskFullError}
 */
export async function saveNetworks(
  run: RunFolder,
  networks: PerNetwork<Model>,
  state: TrainingState,
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

function specsOf({ parameters, statistics }: Model, part: Part) {
  if (part === "ema") return [...parameters, ...statistics];
  return part === "statistics" ? statistics : parameters;
}

function expectedShapes(
  networks: PerNetwork<Model>,
  parts: readonly Part[],
): Map<string, readonly number[]> {
  return new Map(
    networksOf(networks).flatMap((network) =>
      parts.flatMap((part) =>
        specsOf(networks[network]!, part)
          .map((spec) => [`${network}/${part}/${spec.name}`, officialShape(spec)] as const)
      )
    ),
  );
}

/**
 * Reads a state back. The tensors are the caller's.
 * @throws {CheckpointError} when the checkpoint is of other networks
 */
export async function readState(
  networks: PerNetwork<Model>,
  checkpoint: Checkpoint,
): Promise<TrainingState> {
  const averaged = checkpoint.file.tensors.keys().some((name) => name.startsWith(AVERAGES));
  const parts = partsOf(averaged);
  requireTensors(checkpoint, expectedShapes(networks, parts));
  const read: Record<string, Record<string, Record<string, tf.Tensor>>> = {};
  try {
    for (const network of networksOf(networks)) {
      read[network] = {};
      for (const part of parts) {
        const specs = specsOf(networks[network]!, part);
        read[network][part] = await readTensors(checkpoint.file, specs, `${network}/${part}/`);
      }
    }
    return read as unknown as TrainingState;
  } catch (error) {
    disposeTree(read);
    throw error;
  }
}

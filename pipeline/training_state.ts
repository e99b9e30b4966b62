import {
  decayedBySpec,
  type Model,
  officialShape,
  readTensors,
  saveWeights,
  type Sgd,
  sgd,
  tensorsToWrite,
  type TensorToWrite,
} from "../models/mod.ts";
import {
  networksOf,
  type NetworkState,
  type PerNetwork,
  type TrainingState,
} from "../operators/mod.ts";
import { disposeTree, type tf } from "../runtime/mod.ts";
import { type Checkpoint, requireTensors } from "./checkpoint.ts";
import type { Config } from "./config.ts";
import { explainFullDisk, RESUME_HINT } from "./files.ts";
import type { RunFolder } from "./run_folder.ts";

/** The parts of a network's state, by the folder of their names in a checkpoint. */
const PARTS = ["parameters", "statistics", "momentum"] as const;

/** Maps what each network has to something else, keeping an absent auxiliary one absent. */
export function mapNetworks<T, U>(
  perNetwork: PerNetwork<T>,
  change: (value: T, network: "primary" | "auxiliary") => U,
): PerNetwork<U> {
  const primary = change(perNetwork.primary, "primary");
  return perNetwork.auxiliary === undefined
    ? { primary }
    : { primary, auxiliary: change(perNetwork.auxiliary, "auxiliary") };
}

/** An optimiser for each network. */
export function createOptimisers(
  networks: PerNetwork<Model>,
  { momentum, weightDecay }: Config["optimiser"],
): PerNetwork<Sgd> {
  return mapNetworks(
    networks,
    ({ parameters }) => sgd({ momentum, weightDecay, isDecayed: decayedBySpec(parameters) }),
  );
}

/** A fresh state. The networks' weights come from different draws of the seed. */
export function initialState(
  networks: PerNetwork<Model>,
  optimisers: PerNetwork<Sgd>,
  seed: number,
): TrainingState {
  return mapNetworks(networks, (model, network): NetworkState => {
    const { parameters, statistics } = model.initialise(network === "primary" ? seed : ~seed >>> 0);
    const momentum = optimisers[network]!.initialise(parameters);
    return { parameters, statistics, momentum };
  });
}

/** All tensors of a state, under the names they have in a checkpoint. */
export function stateToWrite(networks: PerNetwork<Model>, state: TrainingState): TensorToWrite[] {
  return networksOf(networks).flatMap((network) =>
    PARTS.flatMap((part) =>
      tensorsToWrite(
        specsOf(networks[network]!, part),
        state[network]![part],
        `${network}/${part}/`,
      )
    )
  );
}

/**
 * Writes each network's weights into the run's folder, as PyTorch takes them.
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
      await saveWeights(path, networks[network]!, state[network]!);
    } catch (error) {
      throw explainFullDisk(path, error, RESUME_HINT);
    }
  }
}

/**
 * Reads a state back. The tensors are the caller's.
 * @throws {CheckpointError} when the checkpoint is of other networks
 */
export async function readState(
  networks: PerNetwork<Model>,
  checkpoint: Checkpoint,
): Promise<TrainingState> {
  requireTensors(checkpoint, expectedShapes(networks));
  const read: Record<string, Record<string, Record<string, tf.Tensor>>> = {};
  try {
    for (const network of networksOf(networks)) {
      read[network] = {};
      for (const part of PARTS) {
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

function expectedShapes(networks: PerNetwork<Model>): Map<string, readonly number[]> {
  return new Map(
    networksOf(networks).flatMap((network) =>
      PARTS.flatMap((part) =>
        specsOf(networks[network]!, part)
          .map((spec) => [`${network}/${part}/${spec.name}`, officialShape(spec)] as const)
      )
    ),
  );
}

function specsOf(model: Model, part: typeof PARTS[number]) {
  return part === "statistics" ? model.statistics : model.parameters;
}

import {
  decayedBySpec,
  loadWeights,
  type Model,
  type ModelState,
  officialShape,
  readTensors,
  saveWeights,
  type Sgd,
  sgd,
  tensorsToWrite,
  type TensorToWrite,
} from "../../models/mod.ts";
import {
  mapNetworks,
  networksOf,
  type NetworkState,
  type PerNetwork,
  startEma,
  stateToEvaluate,
  type TrainingState,
} from "../../operators/mod.ts";
import { disposeTree, type TensorTree, type tf } from "../../runtime/mod.ts";
import { type Checkpoint, requireTensors } from "../run/checkpoint.ts";
import type { Config } from "../config/config.ts";
import { explainFullDisk, RESUME_HINT } from "../run/files.ts";
import type { RunFolder } from "../run/run_folder.ts";

/** The parts of a network's state, by the folder of their names in a checkpoint. */
type Part = "parameters" | "statistics" | "momentum" | "ema";

/** The parts of a state with or without averages. */
function partsOf(averaged: boolean): readonly Part[] {
  return ["parameters", "statistics", "momentum", ...averaged ? ["ema"] as const : []];
}

/** An optimizer for each network. */
export function createOptimizers(
  networks: PerNetwork<Model>,
  { momentum, weightDecay }: Config["optimizer"],
): PerNetwork<Sgd> {
  return mapNetworks(
    networks,
    ({ parameters }) => sgd({ momentum, weightDecay, isDecayed: decayedBySpec(parameters) }),
  );
}

/** A fresh state. The networks' weights come from different draws of the seed. */
export function initialState(
  networks: PerNetwork<Model>,
  optimizers: PerNetwork<Sgd>,
  seed: number,
): TrainingState {
  return mapNetworks(networks, (model, network): NetworkState => {
    const { parameters, statistics } = model.initialize(network === "primary" ? seed : ~seed >>> 0);
    const momentum = optimizers[network]!.initialize(parameters);
    return { parameters, statistics, momentum };
  });
}

/**
 * The state that a run begins with: fresh, or with the weights of files, and with averages where the
 * configuration wants them. The tensors are the caller's; none is left when a file cannot be read.
 *
 * @throws {WeightsError} where a file's tensors are not the network's
 * @throws {SafetensorsError} where a file is broken
 */
export async function firstState(
  networks: PerNetwork<Model>,
  optimizers: PerNetwork<Sgd>,
  { seed, weights, optimizer }: Config,
): Promise<TrainingState> {
  const loaded: { primary?: ModelState; auxiliary?: ModelState } = {};
  try {
    for (const network of networksOf(networks)) {
      const path = weights[network];
      if (path === undefined) continue;
      loaded[network] = await loadWeights(path, networks[network]!, { resizeEmbeddings: true });
    }
  } catch (error) {
    disposeTree(loaded);
    throw error;
  }
  const state = mapNetworks(initialState(networks, optimizers, seed), (fresh, network) => {
    const own = loaded[network];
    if (own === undefined) return fresh;
    const { momentum, ...replaced } = fresh;
    disposeTree(replaced as unknown as TensorTree);
    return { ...own, momentum };
  });
  return optimizer.emaDecay === undefined ? state : mapNetworks(state, startEma);
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

/** What the names of averages begin with in a checkpoint that has any. */
const AVERAGES = "primary/ema/";

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

function specsOf({ parameters, statistics }: Model, part: Part) {
  if (part === "ema") return [...parameters, ...statistics];
  return part === "statistics" ? statistics : parameters;
}

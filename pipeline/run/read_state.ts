import { type Model, officialShape, type Parameters, readTensors } from "../../models/mod.ts";
import {
  networksOf,
  type NetworkState,
  type PerNetwork,
  type TrainingState,
} from "../../operators/mod.ts";
import { disposeTree, tf } from "../../runtime/mod.ts";
import type { MemorySpecs } from "../methods/memory_spec.ts";
import { MEMORY, specsOf, type StatePart, statePartsOf } from "./_state_parts.ts";
import type { Checkpoint } from "./open_checkpoint.ts";
import { requireTensors, type RequireTensorsOptions } from "./require_tensors.ts";

/** How the types of what is remembered are called in a file. */
const ELEMENT_TYPES = { float32: "F32", int32: "I32" } as const;

/** What the names of moving averages start with in a checkpoint that has any. */
const AVERAGES = "primary/ema/";

/** Options of {@linkcode readState}. */
export interface ReadStateOptions extends Pick<RequireTensorsOptions, "isIgnored"> {
  /**
   * What the method remembers.
   *
   * @default nothing
   */
  readonly memory?: MemorySpecs | undefined;
}

/**
 * Reads a state back. The tensors are the caller's to dispose.
 *
 * @throws {CheckpointError} If the checkpoint belongs to other networks, or holds another memory.
 */
export async function readState(
  networks: PerNetwork<Model>,
  checkpoint: Checkpoint,
  { memory, isIgnored }: ReadStateOptions = {},
): Promise<TrainingState> {
  const averaged = checkpoint.file.tensors.keys().some((name) => name.startsWith(AVERAGES));
  const parts = statePartsOf(averaged);
  const remembered = Object.entries(memory ?? {})
    .map(([name, spec]) => [MEMORY + name, spec] as const);
  const shapes = new Map([
    ...expectedShapes(networks, parts),
    ...remembered.map(([name, { shape }]) => [name, shape] as const),
  ]);
  const types = new Map(remembered.map(([name, { dtype }]) => [name, ELEMENT_TYPES[dtype]]));
  requireTensors(checkpoint, shapes, { isIgnored, types });
  const state: { -readonly [Part in keyof TrainingState]?: TrainingState[Part] } = {};
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
    if (memory !== undefined) {
      const tensors: Record<string, tf.Tensor> = {};
      state.memory = tensors;
      for (const [name, { shape, dtype }] of Object.entries(memory)) {
        const values = await checkpoint.file.read(MEMORY + name) as Float32Array | Int32Array;
        tensors[name] = tf.tensor(values, [...shape], dtype);
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

import type { TensorToWrite } from "../../../models/safetensors/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { type CheckpointState, checkpointState } from "../../../pipeline/run/checkpoint_state.ts";

/** Configuration of the run that the checkpoints are of. */
export const { config } = await loadConfig("motion_small");

/** Classes of the run. */
export const CLASSES = ["rise", "fäll"];

/** Tensors of a checkpoint. */
export const TENSORS: readonly TensorToWrite[] = [
  tensor("primary/weight", [2, 3], [1, 2, 3, 4, 5, 6.5]),
  tensor("auxiliary/bias", [], [-1]),
  tensor("counts", [2], [3, 4]),
  tensor("flags", [3], [1, 0, 1]),
];

/** Their shapes by name. */
export const SHAPES = new Map(TENSORS.map(({ name, shape }) => [name, shape]));

/** A tensor to write. */
export function tensor(
  name: string,
  shape: readonly number[],
  values: readonly number[],
): TensorToWrite {
  return { name, dtype: "F32", shape, read: () => Float32Array.from(values) };
}

/** The state of the run after a step. */
export function stateAt(step: number): CheckpointState {
  return checkpointState(config, {
    step,
    classes: CLASSES,
    videos: "hash",
    brokenVideos: ["a/b.mp4"],
  });
}

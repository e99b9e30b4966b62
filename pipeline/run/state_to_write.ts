import {
  type Model,
  type Parameters,
  tensorsToWrite,
  type TensorToWrite,
} from "../../models/mod.ts";
import type { TensorValues } from "../../models/safetensors/mod.ts";
import { networksOf, type PerNetwork, type TrainingState } from "../../operators/mod.ts";
import { MEMORY, specsOf, statePartsOf } from "./_state_parts.ts";

/** Lists all tensors of a state, under the names they have in a checkpoint. */
export function stateToWrite(networks: PerNetwork<Model>, state: TrainingState): TensorToWrite[] {
  const learned = networksOf(networks).flatMap((network) => {
    const tensors = state[network]!;
    return statePartsOf(tensors.ema !== undefined).flatMap((part) =>
      tensorsToWrite(specsOf(networks[network]!, part), tensors[part]!, `${network}/${part}/`)
    );
  });
  return [...learned, ...memoryToWrite(state.memory)];
}

function memoryToWrite(memory: Parameters = {}): TensorToWrite[] {
  return Object.entries(memory).map(([name, tensor]) => ({
    name: MEMORY + name,
    dtype: tensor.dtype === "int32" ? "I32" : "F32",
    shape: tensor.shape,
    read: async () => await tensor.data() as TensorValues,
  }));
}

import { type Model, tensorsToWrite, type TensorToWrite } from "../../models/mod.ts";
import { networksOf, type PerNetwork, type TrainingState } from "../../operators/mod.ts";
import { specsOf, statePartsOf } from "./_state_parts.ts";

/** Lists all tensors of a state, under the names they have in a checkpoint. */
export function stateToWrite(networks: PerNetwork<Model>, state: TrainingState): TensorToWrite[] {
  return networksOf(networks).flatMap((network) => {
    const tensors = state[network]!;
    return statePartsOf(tensors.ema !== undefined).flatMap((part) =>
      tensorsToWrite(specsOf(networks[network]!, part), tensors[part]!, `${network}/${part}/`)
    );
  });
}

import { Learner, trainingStep } from "../../../operators/mod.ts";
import { actNetFormer, AUXILIARY, initialState, PRIMARY } from "../_networks.ts";

/** A step of the whole method, op by op. */
export const step = trainingStep(actNetFormer(0.3));

/** Learning rates and weights of a step. */
export function schedule(number: number) {
  const learningRate = { primary: 0.01 / (number + 1), auxiliary: 0.01 };
  return { learningRate, weights: { pseudoLabel: 2, contrast: 2 } };
}

/** Two networks at their first weights. */
export function newLearner(): Learner {
  return new Learner({ primary: initialState(PRIMARY), auxiliary: initialState(AUXILIARY) });
}

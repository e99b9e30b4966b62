import type { tf } from "../../runtime/mod.ts";
import type { ModelState, Parameters } from "../../models/mod.ts";
import type { StepTensors } from "../device/step_batch.ts";

/** What a network has learned, and the momentum it learns with. */
export type NetworkState = {
  readonly parameters: Parameters;
  readonly statistics: Parameters;
  readonly momentum: Parameters;
  /** Moving averages of parameters and statistics by their names; absent where none are kept. */
  readonly ema?: Parameters;
};

/** One thing for each network; the auxiliary one is absent where a single model is trained. */
export type PerNetwork<T> = {
  readonly primary: T;
  readonly auxiliary?: T;
};

/** All tensors that a training step replaces. */
export type TrainingState = PerNetwork<NetworkState>;

/** The numbers that change from step to step, as scalars, so that a compiled step can be given others. */
export type StepSchedule = {
  readonly learningRate: PerNetwork<tf.Scalar>;
  /** γ of equation (7), times its ramp. */
  readonly pseudoLabelWeight: tf.Scalar;
  /** β of equation (7), times its ramp. */
  readonly contrastWeight: tf.Scalar;
};

/** All that a training step depends on: tensors in plain records. */
export type StepInput = {
  readonly state: TrainingState;
  readonly batch: StepTensors;
  readonly schedule: StepSchedule;
};

/** Maps what each network has to something else, keeping an absent auxiliary one absent. */
export function mapNetworks<T, U>(
  perNetwork: PerNetwork<T>,
  change: (value: T, network: keyof PerNetwork<T>) => U,
): PerNetwork<U> {
  const primary = change(perNetwork.primary, "primary");
  return perNetwork.auxiliary === undefined
    ? { primary }
    : { primary, auxiliary: change(perNetwork.auxiliary, "auxiliary") };
}

/** The names of the networks that take part, the primary one first. */
export function networksOf(perNetwork: PerNetwork<unknown>): (keyof PerNetwork<unknown>)[] {
  return perNetwork.auxiliary === undefined ? ["primary"] : ["primary", "auxiliary"];
}

/** The part of a state that a forward pass takes. */
export function modelStateOf({ parameters, statistics }: NetworkState): ModelState {
  return { parameters, statistics };
}

import type { tf } from "../../runtime/mod.ts";
import type { StepTensors } from "../device/step_batch.ts";
import type { TrainingState } from "./network_state.ts";
import type { PerNetwork } from "./per_network.ts";

/**
 * The numbers that change from step to step, as tensors, so that a compiled step can take new ones.
 */
export type StepSchedule = {
  /** Learning rate of each optimizer. */
  readonly learningRate: PerNetwork<tf.Scalar>;
  /**
   * Weights of the loss terms, by name, times their ramps; those of equation (7) are `pseudoLabel`,
   * γ, and `contrast`, β.
   */
  readonly weights: Readonly<Record<string, tf.Scalar>>;
};

/** Everything that a training step depends on: tensors in plain records. */
export type StepInput = {
  /** State of the networks before the step. */
  readonly state: TrainingState;
  /** The clips of the step. */
  readonly batch: StepTensors;
  /** Learning rates and loss weights. */
  readonly schedule: StepSchedule;
};

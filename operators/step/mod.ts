/**
 * The training step as a pipeline of operators: forward, pseudo-labels, losses, gradients, update.
 *
 * @module
 */
export * from "./accumulated_step.ts";
export * from "./across_workers.ts";
export * from "./align_distribution.ts";
export { amongWorkers, type AmongWorkersOptions, rowsToContrast } from "./among_workers.ts";
export * from "./class_gate.ts";
export * from "./confidence_gate.ts";
export * from "./differentiate.ts";
export * from "./dual_forward.ts";
export * from "./forward.ts";
export type { Gate, Gated, GateOptions } from "./gate.ts";
export * from "./gate_metrics.ts";
export * from "./in_place.ts";
export * from "./joint_projection.ts";
export * from "./learner.ts";
export * from "./mean_gate.ts";
export * from "./merge_losses.ts";
export * from "./merge_results.ts";
export { type LossTerm, type Merged, mergeTerms } from "./merge_terms.ts";
export * from "./micro_batch.ts";
export * from "./micro_steps.ts";
export * from "./neighbor_gate.ts";
export * from "./network_state.ts";
export * from "./noise_step.ts";
export * from "./own_first_gate.ts";
export * from "./per_network.ts";
export * from "./roll_batch.ts";
export * from "./self_gate.ts";
export * from "./start_ema.ts";
export * from "./state_to_evaluate.ts";
export * from "./step_input.ts";
export * from "./temporal_warp.ts";
export * from "./tiny_networks.ts";
export * from "./train_steps.ts";
export * from "./training_step.ts";
export * from "./tube_mix.ts";
export * from "./update.ts";
export * from "./update_ema.ts";
export {
  type UpdateInput,
  updateNetworks,
  type UpdateOptions,
  type UpdateOutput,
} from "./update_networks.ts";

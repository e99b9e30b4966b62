/**
 * From planned clips to tensors: views, batches of the training steps, and values read back.
 *
 * @module
 */
export * from "./apply_strong_operation.ts";
export * from "./crop_frames.ts";
export * from "./flow_levels.ts";
export * from "./host_values.ts";
export * from "./step_batch.ts";
export * from "./to_device.ts";
export * from "./normalize_levels.ts";
export * from "./optical_flow.ts";
export * from "./restore_flow.ts";
export { storeFlow } from "./store_flow.ts";
export * from "./temporal_gradient.ts";
export * from "./views_to_device.ts";

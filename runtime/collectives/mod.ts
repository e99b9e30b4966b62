/**
 * Several processes as one: TensorFlow's own collectives between workers of a machine or of several.
 *
 * @module
 */
export { joinWorkers, type JoinWorkersOptions } from "./join_workers.ts";
export { WorkerError } from "./worker_error.ts";
export { WorkerGroup, type WorkerGroupOptions } from "./worker_group.ts";
export type { Workers } from "./workers.ts";

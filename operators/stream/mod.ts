/**
 * The stream of videos with back-pressure by credits, up to the batches of the training steps.
 * Built on RxJS; nothing here loads TensorFlow or needs `--allow-ffi`.
 *
 * @module
 */
export type * from "../clip.ts";
export * from "../draws_for.ts";
export * from "../draws_for_ticket.ts";
export * from "./batches_per_epoch.ts";
export * from "./credit_lease.ts";
export * from "./credits.ts";
export * from "./decode.ts";
export type * from "./decode_options.ts";
export * from "./paced.ts";
export * from "./pending_work.ts";
export * from "./ratio_batch.ts";
export * from "./ratio_tickets.ts";
export * from "./release.ts";
export * from "./replacement_ticket.ts";
export * from "./workers_still_running_error.ts";

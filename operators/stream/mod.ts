/**
 * Streams with back-pressure by credits: at most so many items between source and end, whatever the
 * speeds. Built on RxJS; nothing here loads TensorFlow or needs `--allow-ffi`.
 *
 * - {@linkcode Credits} count; {@linkcode paced} reads a source by them, {@linkcode decode} works on
 *   several items at a time in their order, {@linkcode release} gives them back at the end.
 * - Bridges: {@linkcode toAsyncIterable} ends a stream in async iteration or a Web Stream,
 *   {@linkcode eachValueFrom} makes events a source.
 * - For training: {@linkcode ratioTickets} orders labeled and unlabeled videos,
 *   {@linkcode ratioBatch} collects their clips into batches, {@linkcode drawsFor} draws at random by
 *   a key alone.
 *
 * @module
 */
export type * from "../clip.ts";
export * from "../draws_for.ts";
export * from "../draws_for_ticket.ts";
export * from "./batches_per_epoch.ts";
export { CreditLease, type CreditReader } from "./credit_lease.ts";
export * from "./credits.ts";
export * from "./credits_for.ts";
export * from "./decode.ts";
export type * from "./decode_options.ts";
export * from "./each_value_from.ts";
export type { Held } from "./_held.ts";
export * from "./paced.ts";
export * from "./pending_work.ts";
export * from "./ratio_batch.ts";
export * from "./ratio_tickets.ts";
export * from "./release.ts";
export * from "./replacement_ticket.ts";
export * from "./to_async_iterable.ts";
export * from "./workers_still_running_error.ts";

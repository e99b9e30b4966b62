import type { Observable } from "rxjs";
import type { Credits } from "./credits.ts";
import type { PendingWork } from "./pending_work.ts";

/**
 * Works on one item and returns one result.
 *
 * A Promise must settle soon after the signal is aborted; an Observable is unsubscribed instead.
 */
export type DecodeWorker<Item, Result> = (
  item: Item,
  signal: AbortSignal,
) => Promise<Result> | Observable<Result>;

/** The failure of a worker. */
export interface WorkerFailure<Item> {
  /** The item it worked on. */
  readonly item: Item;
  /** The error it threw. */
  readonly error: unknown;
  /** Failures at this position in the order, including this one: 1 for the first. */
  readonly attempt: number;
}

/** What to do about a failure: end the stream, skip the item, or replace it by another one. */
export type FailureDecision<Item> = "fail" | "skip" | { readonly replacement: Item };

/** Options of {@linkcode decode}. */
export interface DecodeOptions<Item> {
  /**
   * Maximum number of workers that run at the same time, over all subscriptions of this operator:
   * those of an earlier subscription count until they have ended.
   */
  readonly concurrency: number;
  /** The counter the items were paced with: the credits of items that are dropped go back to it. */
  readonly credits: Credits;
  /**
   * Decides what to do about a failed worker. A replacement must depend only on the item and the
   * attempt if runs are to be reproducible. To end the stream with another error, throw it.
   *
   * @default every failure ends the stream
   */
  readonly onFailure?: ((failure: WorkerFailure<Item>) => FailureDecision<Item>) | undefined;
  /**
   * Counts the running workers, so that a program can wait for them after unsubscribing.
   *
   * @default not counted
   */
  readonly pendingWork?: PendingWork | undefined;
  /**
   * Seconds that a worker may take to end after its abort. Then an error is reported without it.
   *
   * @default 10
   */
  readonly abortLimitSec?: number | undefined;
}

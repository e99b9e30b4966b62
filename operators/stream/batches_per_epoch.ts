import type { VideoSource } from "../clip.ts";

/** The part of every batch that one of several workers takes. */
export interface BatchShare {
  /** Number of the worker, from 0. */
  readonly task: number;
  /** Number of workers. */
  readonly size: number;
  /** Micro-batches of a batch, of each of which each worker takes the same number of clips. */
  readonly microBatches: number;
}

/** Options of {@linkcode ratioTickets} and {@linkcode batchesPerEpoch}. */
export interface RatioTicketsOptions {
  /** Videos whose labels are used; at least one. */
  readonly labeled: readonly VideoSource[];
  /** Empty for training on labels alone, with a ratio of 0. */
  readonly unlabeled: readonly VideoSource[];
  /** Labeled clips in a batch. */
  readonly labeledPerBatch: number;
  /** Unlabeled clips for each labeled one. */
  readonly ratio: number;
  /** Seed of the run; all orders depend on it. */
  readonly seed: number;
  /**
   * The part of every batch to take. Those of all workers together are the batches of one process.
   *
   * @default all
   */
  readonly share?: BatchShare | undefined;
}

/**
 * Returns the number of batches in an epoch: a pass over the unlabeled videos, or over the labeled
 * ones if the ratio is 0.
 *
 * @throws {RangeError} If a list that is needed is empty, or a count is not an integer.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { batchesPerEpoch } from "@actnetformer/deno/operators/stream";
 *
 * const labeled = [{ id: "a", path: "a.mp4", label: 0 }];
 * const unlabeled = ["b", "c", "d"].map((id) => ({ id, path: `${id}.mp4`, label: null }));
 * const options = { labeled, unlabeled, labeledPerBatch: 1, ratio: 2, seed: 1 };
 * assert.equal(batchesPerEpoch(options), 2);
 * ```
 */
export function batchesPerEpoch(options: RatioTicketsOptions): number {
  const { labeled, unlabeled, labeledPerBatch, ratio } = options;
  if (!Number.isInteger(labeledPerBatch) || labeledPerBatch < 1) {
    throw new RangeError(
      "Cannot order videos as 'labeledPerBatch' must be a positive integer: " +
        `current value is ${labeledPerBatch}`,
    );
  }
  if (!Number.isInteger(ratio) || ratio < 0) {
    throw new RangeError(
      `Cannot order videos as 'ratio' must be a non-negative integer: current value is ${ratio}`,
    );
  }
  if (labeled.length === 0) {
    throw new RangeError("Cannot order videos as 'labeled' must not be empty");
  }
  if ((unlabeled.length === 0) !== (ratio === 0)) {
    throw new RangeError(
      "Cannot order videos as 'ratio' must be 0 without unlabeled videos and positive with them: " +
        `current value is ${ratio} for ${unlabeled.length} unlabeled videos`,
    );
  }
  return ratio === 0
    ? Math.ceil(labeled.length / labeledPerBatch)
    : Math.ceil(unlabeled.length / (labeledPerBatch * ratio));
}

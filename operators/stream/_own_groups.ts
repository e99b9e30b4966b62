import type { RatioTicketsOptions } from "./batches_per_epoch.ts";

/** Options of {@linkcode ownGroups}. */
export type OwnGroupsOptions = Pick<RatioTicketsOptions, "labeledPerBatch" | "share">;

/**
 * Returns which groups of a batch, a labeled clip with its unlabeled ones, are a worker's: of each
 * micro-batch the same part; all if no worker has a share.
 *
 * @throws {RangeError} If the batch cannot be divided evenly, or there is no such worker.
 */
export function ownGroups({ labeledPerBatch, share }: OwnGroupsOptions): number[] {
  const { task, size, microBatches } = share ?? { task: 0, size: 1, microBatches: 1 };
  const count = labeledPerBatch / size / microBatches;
  if (!Number.isInteger(count)) {
    throw new RangeError(
      "Cannot order videos as 'labeledPerBatch' must be a multiple of the " +
        `${size} workers times ${microBatches} micro-batches: current value is ${labeledPerBatch}`,
    );
  }
  if (!Number.isInteger(task) || task < 0 || task >= size) {
    throw new RangeError(
      `Cannot order videos as 'share.task' must be an integer from 0 to ${size - 1}: ` +
        `current value is ${task}`,
    );
  }
  return Array.from({ length: microBatches }, (_, micro) => (micro * size + task) * count)
    .flatMap((start) => Array.from({ length: count }, (_, index) => start + index));
}

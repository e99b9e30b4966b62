/**
 * Does work for each item, some items at a time, and returns the results in the order of the items.
 * After a failure it starts nothing new, waits until all started work has ended, and throws the
 * first failed worker's error.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { inParallel } from "@actnetformer/deno/datasets";
 *
 * const squares = await inParallel([1, 2, 3], 2, (value) => Promise.resolve(value ** 2));
 * assert.deepEqual(squares, [1, 4, 9]);
 * ```
 *
 * @param concurrency The maximum number of items worked on at a time.
 * @throws {RangeError} If `concurrency` is not a positive integer.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(
      "Cannot work in parallel as 'concurrency' must be a positive integer: " +
        `current value is ${concurrency}`,
    );
  }
  const results = new Array<Result>(items.length);
  // All workers take items from this one iterator.
  const waiting = items.entries();
  let failed = false;
  const runWorker = async () => {
    for (const [index, item] of waiting) {
      if (failed) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: concurrency }, runWorker));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  return results;
}

import { tf } from "../../runtime/mod.ts";

/**
 * Moves each entry of a batch to the next position, and the last one to the first: the partners of
 * {@linkcode tubeMix}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rollBatch } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * assert.deepEqual(rollBatch(tf.tensor1d([1, 2, 3])).arraySync(), [3, 1, 2]);
 * ```
 */
export function rollBatch<T extends tf.Tensor>(batch: T): T {
  const [count, ...extents] = batch.shape as [number, ...number[]];
  const start = (index: number) => [index, ...extents.map(() => 0)];
  const last = tf.slice(batch, start(count - 1), [1, ...extents]);
  const others = tf.slice(batch, start(0), [count - 1, ...extents]);
  return tf.concat<T>([last, others]);
}

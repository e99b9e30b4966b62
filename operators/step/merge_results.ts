import { tensorsOf, type TensorTree, tf, tidyTree, withTensors } from "../../runtime/mod.ts";

/**
 * Returns the results of several micro-batches as one: scalars are averaged, all others
 * concatenated along the first axis.
 *
 * @param results At least one; records and lists of tensors of one form, which stay the caller's.
 * @returns Tensors that are the caller's to dispose.
 * @throws {RangeError} If there are no results.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { hostValues, mergeResults } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * tf.tidy(() => {
 *   const merged = mergeResults([{ loss: tf.scalar(1) }, { loss: tf.scalar(2) }]);
 *   assert.deepEqual(hostValues(merged), { loss: 1.5 });
 * });
 * ```
 */
export function mergeResults<Result>(results: readonly Result[]): Result {
  const trees = results as readonly TensorTree[];
  const [first, ...others] = trees;
  if (first === undefined) {
    throw new RangeError("Cannot merge results as there must be at least one");
  }
  const lists = others.map(tensorsOf);
  return tidyTree(() => {
    const merged = tensorsOf(first).map((tensor, index) => {
      const parts = [tensor, ...lists.map((tensors) => tensors[index]!)];
      return tensor.rank === 0 ? tf.mean(tf.stack(parts)) : tf.concat(parts);
    });
    return withTensors(first, merged);
  }) as Result;
}

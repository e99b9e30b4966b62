import { type TensorTree, tf } from "../../runtime/mod.ts";

/** A tree with values in place of tensors: numbers for scalars, flat arrays for all others. */
export type HostValues<Tree> = Tree extends tf.Scalar ? number
  : Tree extends tf.Tensor ? Float32Array | Int32Array | Uint8Array
  : { readonly [Key in keyof Tree]: HostValues<Tree[Key]> };

/**
 * Returns the values of all tensors of a tree. Waits for the device.
 *
 * @param tree Tensors in records and lists: a `TensorTree`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { hostValues } from "@actnetformer/deno/operators";
 * import { disposeTree, startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const metrics = { loss: tf.scalar(0.5), classes: tf.tensor1d([3, 1], "int32") };
 * assert.deepEqual(hostValues(metrics), { loss: 0.5, classes: Int32Array.of(3, 1) });
 * disposeTree(metrics);
 * ```
 */
export function hostValues<Tree>(tree: Tree): HostValues<Tree> {
  return read(tree as TensorTree) as HostValues<Tree>;
}

function read(tree: TensorTree): unknown {
  if (tree instanceof tf.Tensor) {
    const values = tree.dataSync();
    return tree.rank === 0 ? values[0] : values;
  }
  if (Array.isArray(tree)) return tree.map(read);
  return Object.fromEntries(Object.entries(tree).map(([name, part]) => [name, read(part)]));
}

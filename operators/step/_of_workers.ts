import type { Workers } from "../../runtime/collectives/mod.ts";
import { tensorsOf, type TensorTree, tf, withTensors } from "../../runtime/mod.ts";
import { allGather, allReduceMean, type AllReduceMeanOptions } from "../../runtime/ops/mod.ts";

/**
 * Returns the means of tensors over all workers. Those that come last are sent first: of gradients,
 * these are computed first.
 */
export function meanOverWorkers<Tree extends TensorTree>(
  tree: Tree,
  options: AllReduceMeanOptions,
): Tree {
  const tensors = tensorsOf(tree);
  if (tensors.length === 0) return tree;
  return withTensors(tree, allReduceMean(tensors.toReversed(), options).toReversed());
}

/**
 * Returns what all workers found: scalars are averaged, all others concatenated along the first axis.
 *
 * @throws {TypeError} If a scalar is not float32.
 */
export function resultOfWorkers<Result>(
  result: Result,
  workers: Workers,
): Result {
  if (workers.size === 1) return result;
  const tensors = tensorsOf(result as TensorTree);
  const scalars = tensors.filter(({ rank }) => rank === 0);
  const rows = tensors.filter(({ rank }) => rank > 0);
  const joint = new Map<tf.Tensor, tf.Tensor>([
    ...pairs(scalars, meansOfScalars(scalars, workers)),
    ...pairs(rows, rowsOfWorkers(rows, workers)),
  ]);
  const all = tensors.map((tensor) => joint.get(tensor)!);
  return withTensors(result as TensorTree, all) as Result;
}

function pairs(
  tensors: readonly tf.Tensor[],
  joint: readonly tf.Tensor[],
): (readonly [tf.Tensor, tf.Tensor])[] {
  return tensors.map((tensor, index) => [tensor, joint[index]!] as const);
}

function meansOfScalars(scalars: readonly tf.Tensor[], group: Workers): tf.Tensor[] {
  const other = scalars.find(({ dtype }) => dtype !== "float32");
  if (other !== undefined) {
    throw new TypeError(
      `Cannot average a result over workers as scalars must be float32: current value is ${other.dtype}`,
    );
  }
  if (scalars.length === 0) return [];
  const [means] = allReduceMean([tf.stack([...scalars])], { group, name: "scalars of the result" });
  return tf.unstack(means!);
}

/** Sends all tensors as one: a small one takes as long as a large one. */
function rowsOfWorkers(tensors: readonly tf.Tensor[], group: Workers): tf.Tensor[] {
  if (tensors.length === 0) return [];
  // Class indices are exact in float32.
  const vectors = tensors.map((tensor) => tf.reshape(tf.cast(tensor, "float32"), [1, -1]));
  const own = tf.concat(vectors, 1) as tf.Tensor2D;
  const all = allGather(own, { group, name: "rows of the result" });
  const parts = tf.split(all, tensors.map(({ size }) => size), 1);
  return tensors.map(({ shape: [rows, ...extents], dtype }, index) => {
    return tf.cast(tf.reshape(parts[index]!, [rows! * group.size, ...extents]), dtype);
  });
}

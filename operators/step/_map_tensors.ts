import { tensorsOf, type TensorTree, type tf, withTensors } from "../../runtime/mod.ts";

/** Returns a tree of the same form whose tensors are what `change` returns for those of `tree`. */
export function mapTensors<Tree extends TensorTree>(
  tree: Tree,
  change: (tensor: tf.Tensor) => tf.Tensor,
): Tree {
  return withTensors(tree, tensorsOf(tree).map((tensor) => change(tensor)));
}

import { tf } from "./tfjs.ts";

/** Tensors in records and lists, nested at will: what goes in and out of a compiled function. */
export type TensorTree =
  | tf.Tensor
  | readonly TensorTree[]
  | { readonly [name: string]: TensorTree };

/**
 * The tensors of `tree`: those of a list in its order, those of a record by their sorted keys, so
 * that records which differ only in the order of their keys give the same.
 */
export function tensorsOf(tree: TensorTree): tf.Tensor[] {
  if (tree instanceof tf.Tensor) return [tree];
  if (isList(tree)) return tree.flatMap((part) => tensorsOf(part));
  return sortedKeys(tree).flatMap((key) => tensorsOf(tree[key]!));
}

/**
 * A tree of the same form, its keys in the order as written, with other tensors, taken in the order
 * of {@link tensorsOf}.
 */
export function withTensors<T extends TensorTree>(tree: T, tensors: readonly tf.Tensor[]): T {
  const next = tensors[Symbol.iterator]();
  const rebuild = (part: TensorTree): TensorTree => {
    if (part instanceof tf.Tensor) return next.next().value!;
    if (isList(part)) return part.map(rebuild);
    const rebuilt = { ...part };
    for (const key of sortedKeys(part)) rebuilt[key] = rebuild(part[key]!);
    return rebuilt;
  };
  return rebuild(tree) as T;
}

/**
 * The form of `tree` with the type and shape of each tensor in its place: the same text for trees
 * that differ only in values and in the order of keys, and for no others.
 */
export function signatureOf(tree: TensorTree): string {
  if (tree instanceof tf.Tensor) return `${tree.dtype}[${tree.shape}]`;
  if (isList(tree)) return `[${tree.map(signatureOf)}]`;
  // Keys hold dots and may hold anything: quoted, none of them reads as form.
  const parts = sortedKeys(tree).map((key) => `${JSON.stringify(key)}:${signatureOf(tree[key]!)}`);
  return `{${parts}}`;
}

/**
 * `tf.tidy` for work that returns a tree of tensors: frees every tensor made meanwhile but those of
 * the tree, which are the caller's to dispose.
 */
export function tidyTree<Tree>(work: () => Tree): Tree {
  return tf.tidy(() => work() as unknown as tf.TensorContainer) as unknown as Tree;
}

/** Frees every tensor of `tree`. */
export function disposeTree(tree: TensorTree): void {
  for (const tensor of tensorsOf(tree)) tensor.dispose();
}

function isList(tree: TensorTree): tree is readonly TensorTree[] {
  return Array.isArray(tree);
}

function sortedKeys(record: { readonly [key: string]: TensorTree }): string[] {
  return Object.keys(record).sort();
}

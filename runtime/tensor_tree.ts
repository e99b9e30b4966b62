import { tf } from "./tfjs.ts";

/** Tensors in records and lists, nested to any depth: inputs and outputs of a compiled function. */
export type TensorTree =
  | tf.Tensor
  | readonly TensorTree[]
  | { readonly [name: string]: TensorTree };

/**
 * Returns the tensors of `tree`: lists in their order, records by their sorted keys, so that the
 * order of a record's keys does not matter.
 *
 * @throws {TypeError} If a part is neither a tensor, a list nor a record.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tensorsOf, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const tree = { weights: [tf.scalar(1), tf.scalar(2)], bias: tf.scalar(3) };
 * assert.deepEqual(tensorsOf(tree).map((tensor) => tensor.arraySync()), [3, 1, 2]);
 * ```
 */
export function tensorsOf(tree: TensorTree): tf.Tensor[] {
  if (tree instanceof tf.Tensor) return [tree];
  if (isList(tree)) return tree.flatMap((part) => tensorsOf(part));
  return sortedEntries(tree).flatMap(([, part]) => tensorsOf(part));
}

/**
 * Returns a tree of the same form with other tensors, in the order of {@linkcode tensorsOf}. The
 * keys of its records keep their order.
 *
 * @throws {RangeError} If there are not as many tensors as `tree` has.
 * @throws {TypeError} If a part is neither a tensor, a list nor a record.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf, withTensors } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const doubled = withTensors({ x: tf.scalar(1), y: tf.scalar(2) }, [tf.scalar(2), tf.scalar(4)]);
 * assert.deepEqual([doubled.x.arraySync(), doubled.y.arraySync()], [2, 4]);
 * ```
 */
export function withTensors<T extends TensorTree>(tree: T, tensors: readonly tf.Tensor[]): T {
  let used = 0;
  const rebuild = (part: TensorTree): TensorTree => {
    if (part instanceof tf.Tensor) {
      const tensor = tensors[used] ?? part;
      used++;
      return tensor;
    }
    if (isList(part)) return part.map(rebuild);
    const rebuilt = { ...part };
    for (const [key, value] of sortedEntries(part)) rebuilt[key] = rebuild(value);
    return rebuilt;
  };
  const rebuilt = rebuild(tree) as T;
  if (used === tensors.length) return rebuilt;
  throw new RangeError(
    `Cannot rebuild a tree as the number of 'tensors' must be ${used}: ` +
      `current value is ${tensors.length}`,
  );
}

/**
 * Describes the form of `tree`, and the type and shape of each tensor in it: the same text for
 * trees that differ only in values and in the order of keys, and for no others.
 */
export function signatureOf(tree: TensorTree): string {
  if (tree instanceof tf.Tensor) return `${tree.dtype}[${tree.shape}]`;
  if (isList(tree)) return `[${tree.map(signatureOf)}]`;
  // Keys may contain any character: quoted, none of them can be taken for a part of the form.
  const parts = sortedEntries(tree).map(([key, part]) =>
    `${JSON.stringify(key)}:${signatureOf(part)}`
  );
  return `{${parts}}`;
}

/**
 * Does what `tf.tidy` does for work that returns a tree of tensors: frees every tensor that `work`
 * makes except those it returns, which are the caller's to dispose.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf, tidyTree } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const before = tf.memory().numTensors;
 * const { sum } = tidyTree(() => ({ sum: tf.sum(tf.ones([4])) }));
 * assert.equal(sum.arraySync(), 4);
 * assert.equal(tf.memory().numTensors, before + 1);
 * ```
 */
export function tidyTree<Tree>(work: () => Tree): Tree {
  // tfjs's type of a result lacks readonly lists and interfaces.
  return tf.tidy(() => work() as unknown as tf.TensorContainer) as unknown as Tree;
}

/**
 * Frees every tensor of `tree`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { disposeTree, startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const state = { weights: [tf.scalar(1), tf.scalar(2)] };
 * disposeTree(state);
 * assert.ok(state.weights.every((tensor) => tensor.isDisposed));
 * ```
 */
export function disposeTree(tree: TensorTree): void {
  for (const tensor of tensorsOf(tree)) tensor.dispose();
}

function isList(tree: TensorTree): tree is readonly TensorTree[] {
  return Array.isArray(tree);
}

function sortedEntries(
  record: { readonly [key: string]: TensorTree },
): [key: string, part: TensorTree][] {
  requireRecord(record);
  return Object.entries(record).sort(([left], [right]) => left < right ? -1 : 1);
}

/** Types do not hold everywhere: the result of an asynchronous function would have no tensors. */
function requireRecord(part: unknown): void {
  if (typeof part === "object" && part !== null) {
    const prototype = Object.getPrototypeOf(part);
    if (prototype === Object.prototype || prototype === null) return;
  }
  const value = typeof part === "object" && part !== null
    ? `an object of the class ${part.constructor.name}`
    : part === null || part === undefined
    ? `${part}`
    : `a ${typeof part}`;
  throw new TypeError(
    "Cannot use a tree of tensors as all its parts must be tensors, lists or records: " +
      `current value is ${value}`,
  );
}

import { tf } from "./tfjs.ts";

/** Tensors in records and lists, nested at will: what goes in and out of a compiled function. */
export type TensorTree =
  | tf.Tensor
  | readonly TensorTree[]
  | { readonly [name: string]: TensorTree };

/** The tensors of `tree`, in the order of their keys as written. */
export function tensorsOf(tree: TensorTree): tf.Tensor[] {
  if (tree instanceof tf.Tensor) return [tree];
  return Object.values(tree).flatMap(tensorsOf);
}

/** A tree of the same form with other tensors, taken in the order of {@link tensorsOf}. */
export function withTensors<T extends TensorTree>(tree: T, tensors: readonly tf.Tensor[]): T {
  const next = tensors[Symbol.iterator]();
  const rebuild = (part: TensorTree): TensorTree => {
    if (part instanceof tf.Tensor) return next.next().value!;
    if (Array.isArray(part)) return part.map(rebuild);
    return Object.fromEntries(
      Object.entries(part).map(([name, value]) => [name, rebuild(value)]),
    );
  };
  return rebuild(tree) as T;
}

/** Frees every tensor of `tree`. */
export function disposeTree(tree: TensorTree): void {
  for (const tensor of tensorsOf(tree)) tensor.dispose();
}

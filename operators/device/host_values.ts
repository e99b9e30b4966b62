import { type TensorTree, tf } from "../../runtime/mod.ts";

/** The form of a tree of tensors with numbers instead: scalars as numbers, the rest as flat arrays. */
export type HostValues<Tree> = Tree extends tf.Scalar ? number
  : Tree extends tf.Tensor ? Float32Array | Int32Array | Uint8Array
  : { readonly [Key in keyof Tree]: HostValues<Tree[Key]> };

/**
 * The values of all tensors of a tree. Waits for the device here.
 *
 * @param tree a {@linkcode TensorTree}; its type is left open for the compiler's sake
 */
export function hostValues<Tree>(tree: Tree): HostValues<Tree> {
  const read = (part: TensorTree): unknown => {
    if (part instanceof tf.Tensor) {
      const values = part.dataSync();
      return part.rank === 0 ? values[0] : values;
    }
    if (Array.isArray(part)) return part.map(read);
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, read(value)]));
  };
  return read(tree as TensorTree) as HostValues<Tree>;
}

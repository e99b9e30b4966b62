import { tf } from "../tfjs.ts";

/**
 * Adds up equal parts of an axis, as a tree: from [..., n, ...] to [..., n / parts, ...], for
 * kernels. XLA makes vector code of it on a processor, but not of a reduction of computed values.
 *
 * @param axis Counts from 0.
 * @param parts A divisor of the axis's size.
 */
export function sumOfParts<T extends tf.Tensor>(x: T, axis: number, parts: number): T {
  if (parts === 1) return x;
  const length = x.shape[axis]! / parts;
  const slice = (begin: number, count: number): T => {
    const from = x.shape.map((_, other) => other === axis ? begin * length : 0);
    const size = x.shape.map((whole, other) => other === axis ? count * length : whole);
    return tf.slice(x, from, size);
  };
  const half = parts >> 1;
  const sum = sumOfParts(tf.add<T>(slice(0, half), slice(half, half)), axis, half);
  return parts % 2 === 0 ? sum : tf.add(sum, slice(parts - 1, 1));
}

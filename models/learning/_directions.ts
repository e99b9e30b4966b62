import { tf } from "../../runtime/mod.ts";

/**
 * Square of the shortest length that counts. A shorter row, such as one of zeros, is divided by its
 * root instead: it stays short, and its gradient is finite.
 */
const SHORTEST_SQUARED = 1e-16;

/** Returns the rows of `x` [rows, width] divided by their lengths. */
export function directions(x: tf.Tensor2D): tf.Tensor2D {
  return tf.div(x, tf.sqrt(squaredLengths(x)));
}

/** Returns the squared length of each vector along the last axis, which is kept with size 1. */
export function squaredLengths(x: tf.Tensor): tf.Tensor {
  return tf.maximum(tf.sum(tf.square(x), -1, true), SHORTEST_SQUARED);
}

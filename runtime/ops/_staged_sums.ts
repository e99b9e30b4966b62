import { FusedKernel, WORTH_COMPILING } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import { blockLength } from "./_block_length.ts";
import { largestDivisor } from "./_largest_divisor.ts";
import { sumOfParts } from "./_sum_of_parts.ts";

/** Two sums over all axes but the last, each [channels]. */
export type Sums = [values: tf.Tensor1D, products: tf.Tensor1D];

/** Computes Σ (x - center) and Σ (x - center)², for x [..., channels] and center [channels]. */
export function sumsAround(x: tf.Tensor, center: tf.Tensor1D): Sums {
  return tf.tidy(() => totals(SUMS_AROUND.run(inGroups(x), center)[0]));
}

/**
 * Computes Σ dy and Σ dy · (x - center), for dy and x [..., channels] and center [channels].
 */
export function sumsWith(dy: tf.Tensor, x: tf.Tensor, center: tf.Tensor1D): Sums {
  return tf.tidy(() => totals(SUMS_WITH.run(inGroups(dy), inGroups(x), center)[0]));
}

/** Maximum number of rows of a group: XLA's code for larger ones is up to three times slower. */
const LARGEST_GROUP = 8;

/** Number of groups above which they are added up in two stages. */
const MANY_GROUPS = 128;

/** Returns a view of `x` [..., channels] as [groups, rows of a group, channels]. */
function inGroups(x: tf.Tensor): tf.Tensor3D {
  const channels = x.shape.at(-1)!;
  const rows = x.size / channels;
  // A kernel that is not compiled would run each step of a group as an op.
  const group = x.size < WORTH_COMPILING ? 1 : largestDivisor(rows, LARGEST_GROUP);
  return tf.reshape(x, [rows / group, group, channels]);
}

/**
 * Adds up the sums of all groups [groups, 2, channels]: those of a block, then those of blocks if
 * there are many.
 */
function totals(ofGroups: tf.Tensor3D): Sums {
  const [groups, ...sums] = ofGroups.shape;
  if (groups <= MANY_GROUPS) return tf.unstack(tf.sum(ofGroups, 0)) as Sums;
  const length = blockLength(groups);
  const ofBlocks = tf.sum(tf.reshape(ofGroups, [groups / length, length, ...sums]), 1);
  return tf.unstack(tf.sum(ofBlocks, 0)) as Sums;
}

/** The sums of each group [groups, 2, channels]. */
const SUMS_AROUND = new FusedKernel(
  "sums_around",
  ["float32"],
  (x: tf.Tensor3D, center: tf.Tensor1D) => {
    const centered = tf.sub<tf.Tensor3D>(x, center);
    return [sumsOfGroups(centered, centered)];
  },
);

/** The sums of each group [groups, 2, channels]. */
const SUMS_WITH = new FusedKernel(
  "sums_with",
  ["float32"],
  (dy: tf.Tensor3D, x: tf.Tensor3D, center: tf.Tensor1D) => [
    sumsOfGroups(dy, tf.sub<tf.Tensor3D>(x, center)),
  ],
);

/**
 * Computes Σ u and Σ u · v of each group [groups, rows, channels], as [groups, 2, channels]. Both
 * are one formula, u · 1 or u · v, as XLA makes a loop for each output: a second loop would read
 * everything again.
 */
function sumsOfGroups(u: tf.Tensor3D, v: tf.Tensor3D): tf.Tensor3D {
  const isValue = tf.tensor4d([1, 0], [1, 1, 2, 1]);
  const isProduct = tf.tensor4d([0, 1], [1, 1, 2, 1]);
  const factor = tf.add(isValue, tf.mul(isProduct, tf.expandDims(v, 2)));
  const [groups, rows, channels] = u.shape;
  const sums = sumOfParts(tf.mul<tf.Tensor4D>(tf.expandDims(u, 2), factor), 1, rows);
  return tf.reshape(sums, [groups, 2, channels]);
}

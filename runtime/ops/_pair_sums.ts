import { FusedKernel } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";

/** Two tensors of one shape [..., channels], and the values [channels] subtracted from them. */
export interface CenteredPair {
  /** Factor that is also summed alone. */
  readonly u: tf.Tensor;
  /** The other factor. */
  readonly v: tf.Tensor;
  /** Subtracted from `u`. */
  readonly uCenter: tf.Tensor1D;
  /** Subtracted from `v`. */
  readonly vCenter: tf.Tensor1D;
}

/** What {@linkcode pairSums} returns, each [channels]. */
export interface PairSums {
  /** Σ (u - uCenter) */
  readonly sum: tf.Tensor1D;
  /** Σ (u - uCenter) · (v - vCenter) */
  readonly products: tf.Tensor1D;
}

/**
 * Adds up values, and products of values, over all axes but the last, in one pass over memory and
 * in stages: rows in groups, groups in blocks, then the blocks. One after another, a million values
 * in float32 lose three to five digits.
 */
export function pairSums({ u, v, uCenter, vCenter }: CenteredPair): PairSums {
  const channels = u.shape.at(-1)!;
  const rows = u.size / channels;
  const group = u.size < WORTH_GROUPING ? 1 : largestDivisor(rows, LARGEST_GROUP);
  const groups = rows / group;
  const block = largestDivisor(groups, Math.sqrt(groups));
  const grouped: [number, number, number] = [groups, group, channels];
  return tf.tidy(() => {
    const [ofGroups] = GROUP_SUMS.run(
      tf.reshape(u, grouped),
      tf.reshape(v, grouped),
      uCenter,
      vCenter,
    );
    const ofBlocks = tf.sum(tf.reshape(ofGroups, [groups / block, block, 2 * channels]), 1);
    const sums = tf.reshape<tf.Rank.R2>(tf.sum(ofBlocks, 0), [2, channels]);
    const [sum, products] = tf.unstack(sums) as [tf.Tensor1D, tf.Tensor1D];
    return { sum, products };
  });
}

/**
 * Number of elements below which a group is one row: the kernel then runs op by op, and each step
 * of a group would be an op.
 */
const WORTH_GROUPING = 2 ** 16;

/** Maximum number of rows of a group: XLA's code for larger ones is up to three times slower. */
const LARGEST_GROUP = 8;

function largestDivisor(count: number, limit: number): number {
  let divisor = Math.max(1, Math.floor(limit));
  while (count % divisor !== 0) divisor--;
  return divisor;
}

/**
 * From [groups, rows of a group, channels] to the sums of each group [groups, 2, channels]: values,
 * then products. Both come from one formula, u · 1 or u · v, since XLA makes one loop for each
 * output, and the second loop would read everything again.
 */
const GROUP_SUMS = new FusedKernel(
  "group_sums",
  ["float32"],
  (u: tf.Tensor3D, v: tf.Tensor3D, uCenter: tf.Tensor1D, vCenter: tf.Tensor1D) => {
    const isSum = tf.tensor4d([1, 0], [1, 1, 2, 1]);
    const isProduct = tf.tensor4d([0, 1], [1, 1, 2, 1]);
    const factor = tf.add(isSum, tf.mul(isProduct, tf.expandDims(tf.sub(v, vCenter), 2)));
    return [sumOfRows(tf.mul<tf.Tensor4D>(tf.expandDims(tf.sub(u, uCenter), 2), factor))];
  },
);

/**
 * Adds up the second axis of [groups, rows, 2, channels] as a tree, of which XLA makes vector code;
 * of its own reductions it does not if they compute what they add.
 */
function sumOfRows(x: tf.Tensor4D): tf.Tensor3D {
  const [groups, rows, ...values] = x.shape;
  if (rows === 1) return tf.reshape(x, [groups, ...values]);
  const half = rows >> 1;
  const part = (begin: number, count: number) =>
    tf.slice(x, [0, begin, 0, 0], [groups, count, ...values]);
  const sum = sumOfRows(tf.add<tf.Tensor4D>(part(0, half), part(half, half)));
  return rows % 2 === 0 ? sum : tf.add(sum, tf.reshape(part(rows - 1, 1), [groups, ...values]));
}

import { tf } from "../../../runtime/mod.ts";
import { softmaxCrossEntropy } from "../../../runtime/ops/mod.ts";
import { directions } from "../_directions.ts";
import { EXCLUDED } from "../_excluded.ts";

/** Options of {@linkcode ntXent}. */
export interface NtXentOptions {
  /** τ. */
  readonly temperature: number;
  /** [2 · pairs]: weight of each row's term. */
  readonly weights: tf.Tensor1D;
  /**
   * [2 · pairs]: 1 for rows that count as negatives, else 0.
   *
   * @default all count
   */
  readonly present?: tf.Tensor1D | undefined;
}

/**
 * Computes the weighted sum of NT-Xent's terms: each row is to be similar to its partner, and not to
 * the other rows.
 *
 * @param rows [2 · pairs, width]: one side of all pairs, then the other side in the same order.
 */
export function ntXent(rows: tf.Tensor2D, options: NtXentOptions): tf.Scalar {
  const { temperature, weights, present } = options;
  const count = rows.shape[0];
  const rowDirections = directions(rows);
  const cosines = tf.matMul(rowDirections, rowDirections, false, true);
  const similarities = tf.div<tf.Tensor2D>(cosines, temperature);
  // A row is not compared with itself.
  const self = tf.mul<tf.Tensor2D>(tf.eye(count), EXCLUDED);
  const absent = present && tf.mul<tf.Tensor1D>(tf.sub(1, present), EXCLUDED);
  const excluded = absent ? tf.add<tf.Tensor2D>(self, absent) : self;
  return softmaxCrossEntropy(tf.add(similarities, excluded), partnersOf(count), weights);
}

/** The other side of each pair, for both sides. */
function partnersOf(count: number): tf.Tensor1D {
  const partners = Array.from({ length: count }, (_, index) => (index + count / 2) % count);
  return tf.tensor1d(partners, "int32");
}

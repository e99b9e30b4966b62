import { WORTH_COMPILING } from "../fused_kernel.ts";
import { tf } from "../tfjs.ts";
import { largestDivisor } from "./_largest_divisor.ts";
import { sumOfParts } from "./_sum_of_parts.ts";

/** Number of parts of a row that are added up at first. */
const PARTS = 8;

/** Adds up the last axis, for kernels: from [..., width] to [..., 1]. */
export function rowSums<T extends tf.Tensor>(x: T): T {
  const axis = x.rank - 1;
  const width = x.shape[axis]!;
  // A kernel that is not compiled would run each addition as an op.
  const parts = x.size < WORTH_COMPILING ? 1 : largestDivisor(width, PARTS);
  return tf.sum<T>(sumOfParts(x, axis, parts), axis, true);
}

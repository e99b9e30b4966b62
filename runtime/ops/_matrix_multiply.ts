import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import type { tf } from "../tfjs.ts";
import { FLOAT } from "./_differentiable.ts";

/** Which factor of a product is transposed first. */
export interface TransposeOptions {
  /**
   * Whether the left one is.
   *
   * @default false
   */
  readonly transposeLeft?: boolean;
  /**
   * Whether the right one is.
   *
   * @default false
   */
  readonly transposeRight?: boolean;
}

/**
 * Multiplies two matrices, or two stacks of equally many matrices. Has no gradient: a building block of the
 * differentiable ops.
 */
export function matrixMultiply<T extends tf.Tensor>(
  left: T,
  right: T,
  { transposeLeft = false, transposeRight = false }: TransposeOptions = {},
): T {
  const stacked = left.rank > 2;
  const [product] = nativeOp(
    stacked ? "BatchMatMulV2" : "MatMul",
    [
      FLOAT,
      attr.bool(stacked ? "adj_x" : "transpose_a", transposeLeft),
      attr.bool(stacked ? "adj_y" : "transpose_b", transposeRight),
    ],
    [left, right],
    1,
  );
  return product as T;
}

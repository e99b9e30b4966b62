import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import type { tf } from "../tfjs.ts";
import { FLOAT } from "./_differentiable.ts";

/** Options of {@linkcode matrixMultiply}. */
export interface TransposeOptions {
  /**
   * Whether the left factor is transposed first.
   *
   * @default false
   */
  readonly transposeLeft?: boolean;
  /**
   * Whether the right factor is transposed first.
   *
   * @default false
   */
  readonly transposeRight?: boolean;
}

/**
 * Multiplies two matrices, or two equally long stacks of matrices. Has no gradient: it is a
 * building block of differentiable ops.
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

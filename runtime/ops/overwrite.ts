import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { after } from "./_after.ts";
import { FLOAT } from "./_differentiable.ts";

/**
 * Writes `values` into the memory of `targets` and returns the tensors written. Afterwards neither
 * a target nor another tensor in the same memory (a clone, a view) may be used; the target's owner
 * still disposes of it.
 *
 * Nothing is written before all values and all `others` are computed. Therefore a compiled function
 * that fails leaves the targets unchanged, and an op in it that reads a target runs before the
 * write if one of the values or `others` depends on it. `others` should be everything else that the
 * function returns.
 *
 * @param targets float32 or int32, of any shapes.
 * @param values Of the same types and shapes, in the same order. Nothing is written for a value that is its
 * target or a clone of it.
 * @param others Tensors that are computed before anything is written.
 * @throws {RangeError} If there are not as many values as targets.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { overwrite } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const weights = tf.tensor1d([1, 2]);
 * const [updated] = overwrite([weights], [tf.mul(weights, 10)], []);
 * assert.deepEqual(updated?.arraySync(), [10, 20]);
 * ```
 */
export function overwrite(
  targets: readonly tf.Tensor[],
  values: readonly tf.Tensor[],
  others: readonly tf.Tensor[],
): tf.Tensor[] {
  if (values.length !== targets.length) {
    throw new RangeError(
      `Cannot overwrite tensors as the number of 'values' must be ${targets.length}: ` +
        `current value is ${values.length}`,
    );
  }
  return tf.tidy(() => {
    const whole = tf.tensor1d([1, -1], "int32");
    const first = after(tf.tensor1d([0], "int32"), ...values, ...others);
    return targets.map((target, index) => {
      const value = values[index]!;
      if (value.dataId === target.dataId) return value.clone();
      const type = target.dtype === "int32" ? INT : FLOAT;
      const [rows] = nativeOp("Reshape", [type, SHAPE], [target, whole], 1);
      const [row] = nativeOp("Reshape", [type, SHAPE], [value, whole], 1);
      const [written] = nativeOp("InplaceUpdate", [type], [rows, first, row], 1);
      return tf.reshape(written, target.shape);
    });
  });
}

const INT = attr.type("T", "int32");

const SHAPE = attr.type("Tshape", "int32");

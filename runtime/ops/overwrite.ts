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
 * @param values Of the same types and shapes, in the same order. Nothing is written for a value that is
 * its target or a clone of it. One that is another target or a clone of it is copied first; another
 * view of a target (reshaped, sliced, without its gradient) must not be among them.
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
    const memories = new Set(targets.map(({ dataId }) => dataId));
    const safe = values.map((value, index) => {
      const isOfOther = value.dataId !== targets[index]!.dataId && memories.has(value.dataId);
      return isOfOther ? copyOf(value) : value;
    });
    const whole = tf.tensor1d([1, -1], "int32");
    const first = after(tf.tensor1d([0], "int32"), ...safe, ...others);
    return targets.map((target, index) => {
      const value = safe[index]!;
      if (value.dataId === target.dataId) return value.clone();
      const type = typeOf(target);
      const [rows] = nativeOp("Reshape", [type, SHAPE], [target, whole], 1);
      const [row] = nativeOp("Reshape", [type, SHAPE], [value, whole], 1);
      const [written] = nativeOp("InplaceUpdate", [type], [rows, first, row], 1);
      return tf.reshape(written, target.shape);
    });
  });
}

/** Returns the values in memory of their own, which a clone does not have. */
function copyOf(value: tf.Tensor): tf.Tensor {
  return nativeOp("DeepCopy", [typeOf(value)], [value], 1)[0];
}

function typeOf({ dtype }: tf.Tensor) {
  return dtype === "int32" ? INT : FLOAT;
}

const INT = attr.type("T", "int32");

const SHAPE = attr.type("Tshape", "int32");

import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { after } from "./_after.ts";
import { FLOAT } from "./_differentiable.ts";

/**
 * Writes `values` into the memory of `targets` and gives them back from there. A target must not be used
 * any more, nor another tensor in the same memory (a clone, a view); it is still its owner's to dispose.
 *
 * Nothing is written before all values and all `others` are computed. So a compiled function that fails
 * leaves the targets as they were; and whatever reads them in it does so first, if it counts for a
 * value or for one of `others`, which should be all that the function returns.
 *
 * @param targets float32, of any shapes
 * @param values of the same shapes, in the same order; a target itself, or its clone, stays as it is
 */
export function overwrite(
  targets: readonly tf.Tensor[],
  values: readonly tf.Tensor[],
  others: readonly tf.Tensor[],
): tf.Tensor[] {
  return tf.tidy(() => {
    const whole = tf.tensor1d([1, -1], "int32");
    const first = after(tf.tensor1d([0], "int32"), ...values, ...others);
    return targets.map((target, at) => {
      const value = values[at]!;
      if (value.dataId === target.dataId) return value.clone();
      const [rows, row] = [target, value].map((one) =>
        nativeOp("Reshape", RESHAPE, [one, whole], 1)
      );
      const inputs = [rows![0]!, first, row![0]!];
      return tf.reshape(nativeOp("InplaceUpdate", [FLOAT], inputs, 1)[0]!, target.shape);
    });
  });
}

const RESHAPE = [FLOAT, attr.type("Tshape", "int32")];

import { tf } from "../tfjs.ts";
import { differentiable } from "./_differentiable.ts";
import { asRows, forwardProduct, inputGradient, parameterGradients } from "./_linear_products.ts";

/**
 * An op on the rows of a matrix that costs little beside the memory of its result: its gradient gives
 * the result again, so that what reads it need not keep it from the forward pass on.
 */
export interface RowOp {
  /**
   * @param rows [rows, width]
   * @returns the result [rows, width], then what the gradient needs besides rows and parameters
   */
  forward(rows: tf.Tensor2D, ...parameters: tf.Tensor[]): tf.Tensor[];
  /**
   * @param dy gradient of the result [rows, width]
   * @param saved rows, parameters, and what `forward` gave besides the result
   * @returns the result again, then the gradients of rows and parameters, in their order
   */
  backward(dy: tf.Tensor2D, ...saved: tf.Tensor[]): tf.Tensor[];
}

/** The op over the last axis of `x` [..., width]. */
export function applyRowOp<T extends tf.Tensor>(
  op: RowOp,
  x: T,
  parameters: readonly tf.Tensor[] = [],
): T {
  return differentiable<T>([x, ...parameters], (save) => {
    const [value, ...saved] = op.forward(asRows(x), ...parameters);
    save([asRows(x), ...parameters, ...saved]);
    return {
      value: tf.reshape(value!, x.shape) as T,
      gradients: (dy, saved) => {
        const [, forRows, ...rest] = op.backward(asRows(dy), ...saved);
        return [tf.reshape(forRows!, x.shape), ...rest];
      },
    };
  });
}

/**
 * {@link linear} of the op's result, which is made again on the way back instead of being kept: of the
 * two tensors between two products only one stays in memory.
 */
export function linearOfRowOp<T extends tf.Tensor>(
  op: RowOp,
  x: T,
  parameters: readonly tf.Tensor[],
  weight: tf.Tensor2D,
  bias: tf.Tensor1D,
): T {
  return differentiable<T>([x, ...parameters, weight, bias], (save) => {
    const [value, ...saved] = op.forward(asRows(x), ...parameters);
    save([weight, asRows(x), ...parameters, ...saved]);
    const sum = forwardProduct(value as tf.Tensor2D, weight, bias);
    return {
      value: tf.reshape(sum, [...x.shape.slice(0, -1), weight.shape[0]]) as T,
      gradients: (dy, [weight, ...saved]) => {
        const rows = asRows(dy);
        const forValue = inputGradient(rows, weight as tf.Tensor2D);
        const [value, forRows, ...rest] = op.backward(forValue, ...saved);
        return [
          tf.reshape(forRows!, x.shape),
          ...rest,
          ...parameterGradients(rows, value as tf.Tensor2D),
        ];
      },
    };
  });
}

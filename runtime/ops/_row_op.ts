import { tf } from "../tfjs.ts";
import { differentiable } from "./_differentiable.ts";
import { asRows, forwardProduct, inputGradient, parameterGradients } from "./_linear_products.ts";

/**
 * An op on the rows of a matrix that is cheap compared with the memory of its result: its gradient
 * recomputes the result, which then need not be kept from the forward pass.
 */
export interface RowOp<Parameters extends tf.Tensor[], Extra extends tf.Tensor[]> {
  /**
   * Computes the op.
   *
   * @param rows [rows, width]
   * @returns The result [rows, width], then what the gradient needs besides rows and parameters.
   */
  forward(rows: tf.Tensor2D, ...parameters: Parameters): [result: tf.Tensor2D, ...extra: Extra];
  /**
   * Computes the gradients, and the result again.
   *
   * @param dy Gradient of the result [rows, width].
   * @param rows [rows, width]
   * @param saved Parameters, then what `forward` returned besides the result.
   * @returns The result, then the gradients of rows and parameters, in their order.
   */
  backward(
    dy: tf.Tensor2D,
    rows: tf.Tensor2D,
    ...saved: [...Parameters, ...Extra]
  ): [result: tf.Tensor2D, rowsGradient: tf.Tensor2D, ...parameterGradients: tf.Tensor[]];
}

/** Applies an op without parameters over the last axis of `x` [..., width]. */
export function applyRowOp<T extends tf.Tensor, Extra extends tf.Tensor[]>(
  op: RowOp<[], Extra>,
  x: T,
): T {
  return differentiable<T, [rows: tf.Tensor2D, ...Extra]>([x], (save) => {
    const [value, ...extra] = op.forward(asRows(x));
    save([asRows(x), ...extra]);
    return {
      value: tf.reshape(value, x.shape) as T,
      gradients: (dy, [rows, ...extra]) => {
        const [, rowsGradient] = op.backward(asRows(dy), rows, ...extra);
        return [tf.reshape(rowsGradient, x.shape)];
      },
    };
  });
}

/** The linear layer of {@linkcode linearOfRowOp}: weight [out, in] and bias [out]. */
export interface LinearParameters {
  readonly weight: tf.Tensor2D;
  readonly bias: tf.Tensor1D;
}

/**
 * Applies an op over the last axis of `x` and a linear layer to its result, which is recomputed in
 * the backward pass instead of being kept.
 */
export function linearOfRowOp<
  T extends tf.Tensor,
  Parameters extends tf.Tensor[],
  Extra extends tf.Tensor[],
>(
  op: RowOp<Parameters, Extra>,
  x: T,
  parameters: Parameters,
  { weight, bias }: LinearParameters,
): T {
  type Saved = [weight: tf.Tensor2D, rows: tf.Tensor2D, ...Parameters, ...Extra];
  return differentiable<T, Saved>([x, ...parameters, weight, bias], (save) => {
    const [value, ...extra] = op.forward(asRows(x), ...parameters);
    save([weight, asRows(x), ...parameters, ...extra]);
    const sum = forwardProduct(value, weight, bias);
    return {
      value: tf.reshape(sum, [...x.shape.slice(0, -1), weight.shape[0]]) as T,
      gradients: (dy, [weight, rows, ...saved]) => {
        const rowsOfGradient = asRows(dy);
        const valueGradient = inputGradient(rowsOfGradient, weight);
        const [value, rowsGradient, ...opGradients] = op.backward(valueGradient, rows, ...saved);
        return [
          tf.reshape(rowsGradient, x.shape),
          ...opGradients,
          ...parameterGradients(rowsOfGradient, value),
        ];
      },
    };
  });
}

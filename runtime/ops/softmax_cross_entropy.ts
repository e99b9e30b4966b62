import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { differentiable, FLOAT } from "./_differentiable.ts";

const ATTRIBUTES = [FLOAT, attr.type("Tlabels", "int32")];

/**
 * Computes Σ weightᵢ · H(labelᵢ, softmax(logitsᵢ)): cross-entropy in nats, summed over the batch.
 * Only the logits get a gradient.
 *
 * @param logits [batch, classes]
 * @param labels [batch] int32, each below `classes`.
 * @param weights [batch]
 * @throws {RangeError} If there is not one weight for each clip.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { softmaxCrossEntropy } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const labels = tf.tensor1d([0], "int32");
 * const loss = softmaxCrossEntropy(tf.tensor2d([[0, 0]]), labels, tf.tensor1d([1]));
 * assert.ok(Math.abs(loss.arraySync() - Math.log(2)) < 1e-6);
 * ```
 */
export function softmaxCrossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
  weights: tf.Tensor1D,
): tf.Scalar {
  if (weights.shape.length !== 1 || weights.shape[0] !== logits.shape[0]) {
    throw new RangeError(
      `Cannot weight cross-entropies as the weights must have shape [${logits.shape[0]}]: ` +
        `current value is [${weights.shape}]`,
    );
  }
  return differentiable<tf.Scalar, [slopes: tf.Tensor]>([logits], (save) => {
    const [losses, slopes] = nativeOp(
      "SparseSoftmaxCrossEntropyWithLogits",
      ATTRIBUTES,
      [logits, labels],
      2,
    );
    save([tf.mul(slopes, tf.expandDims(weights, 1))]);
    return {
      value: tf.sum(tf.mul(losses, weights)),
      gradients: (dy, [slopes]) => [tf.mul(slopes, dy)],
    };
  });
}

import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { differentiable, FLOAT } from "./_differentiable.ts";

const ATTRIBUTES = [FLOAT, attr.type("Tlabels", "int32")];

/**
 * Σ weightᵢ · H(labelᵢ, softmax(logitsᵢ)): cross-entropy in nats, summed over the batch. Gradient for
 * the logits only.
 *
 * @param logits [batch, classes]
 * @param labels [batch] int32, each below `classes`
 * @param weights [batch]
 */
export function softmaxCrossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
  weights: tf.Tensor1D,
): tf.Scalar {
  return differentiable<tf.Scalar>([logits], (save) => {
    const [losses, slopes] = nativeOp(
      "SparseSoftmaxCrossEntropyWithLogits",
      ATTRIBUTES,
      [logits, labels],
      2,
    );
    save([tf.mul(slopes!, tf.expandDims(weights, 1))]);
    return {
      value: tf.sum(tf.mul(losses!, weights)),
      gradients: (dy, [slopes]) => [tf.mul(slopes!, dy)],
    };
  });
}

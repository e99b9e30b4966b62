import { tf } from "../../../runtime/mod.ts";
import { softmaxCrossEntropy } from "../../../runtime/ops/mod.ts";
import { assertSameGradients } from "./_gradients.ts";
import "../../_tensorflow.ts";

Deno.test("softmaxCrossEntropy() equals the composed one", () => {
  const labels = tf.tensor1d([2, 0, 3, 1], "int32");
  const weights = tf.tensor1d([0.5, 0, 2, 1]);
  assertSameGradients(
    (logits: tf.Tensor2D) => softmaxCrossEntropy(logits, labels, weights),
    (logits: tf.Tensor2D) => {
      const likelihoods = tf.sum(tf.mul(tf.logSoftmax(logits), tf.oneHot(labels, 4)), 1);
      return tf.neg(tf.sum(tf.mul(likelihoods, weights)));
    },
    [[4, 4]],
  );
  tf.dispose([labels, weights]);
});

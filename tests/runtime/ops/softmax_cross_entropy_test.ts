import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { softmaxCrossEntropy } from "../../../runtime/ops/mod.ts";
import { assertSameGradients } from "./_gradients.ts";
import { withoutLeaks } from "../../_leaks.ts";
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

Deno.test("softmaxCrossEntropy() refuses weights that would be repeated", () =>
  withoutLeaks(() => {
    const [logits, labels] = [tf.zeros<tf.Rank.R2>([2, 3]), tf.zeros<tf.Rank.R1>([2], "int32")];
    for (const shape of [[1], [], [2, 1]]) {
      assert.throws(
        () => softmaxCrossEntropy(logits, labels, tf.ones<tf.Rank.R1>(shape as [number])),
        {
          name: "RangeError",
          message: "Cannot weight cross-entropies as the weights must have shape [2]: " +
            `current value is [${shape}]`,
        },
      );
    }
  }));

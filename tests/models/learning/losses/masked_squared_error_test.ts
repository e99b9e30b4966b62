import assert from "node:assert/strict";
import { maskedSquaredError, mixedTargets } from "../../../../models/mod.ts";
import { tf } from "../../../../runtime/mod.ts";
import { plainTargets, reversed, THRESHOLD } from "../labels/_mixed_targets.ts";
import { mean } from "../_plain.ts";
import { checkAlike, type Term } from "../_term.ts";

/** The student's outputs, then the teacher's logits. */
const MIXED: Term = {
  of: (outputs, teacher) => {
    const partners = reversed(teacher!.shape[0]);
    const options = { partners, share: tf.scalar(0.7), threshold: THRESHOLD };
    return maskedSquaredError(outputs!, mixedTargets(teacher!, options));
  },
  plain: ([outputs], [, teacher]) => {
    const { targets, weights } = plainTargets(teacher!, 0.7);
    return mean(
      outputs!.map((row, clip) =>
        weights[clip]! * mean(row.map((value, label) => (value - targets[clip]![label]!) ** 2))
      ),
    );
  },
};

Deno.test("maskedSquaredError() of mixedTargets() equals the plain one, whose gradient does not reach the teacher", async () => {
  await checkAlike(MIXED, 2);
});

Deno.test("maskedSquaredError() is zero, with a gradient of zero, if no clip counts", () => {
  tf.tidy(() => {
    const targets = tf.tensor2d([[1, 0]]);
    const { value, grad } = tf.valueAndGrad((outputs) =>
      maskedSquaredError(outputs as tf.Tensor2D, { targets, weights: tf.tensor1d([0]) })
    )(tf.tensor2d([[3, 4]]));
    assert.deepEqual([value.dataSync()[0], [...grad.dataSync()]], [0, [0, 0]]);
  });
});

Deno.test("maskedSquaredError() sends no gradient to targets and weights", () => {
  tf.tidy(() => {
    const gradients = tf.grads((outputs, targets, weights) => {
      const mixed = { targets: targets as tf.Tensor2D, weights: weights as tf.Tensor1D };
      const loss = maskedSquaredError(outputs as tf.Tensor2D, mixed);
      return tf.addN([loss, tf.sum(tf.mul(targets!, 0)), tf.sum(tf.mul(weights!, 0))]);
    })([tf.tensor2d([[3, 4]]), tf.tensor2d([[1, 0]]), tf.tensor1d([1])]);
    const [outputs, ...others] = gradients.map((gradient) => [...gradient.dataSync()]);
    assert.deepEqual(outputs, [2, 4]);
    assert.deepEqual(others, [[0, 0], [0]]);
  });
});

Deno.test("maskedSquaredError() refuses targets of another shape", () => {
  tf.tidy(() => {
    const mixed = { targets: tf.zeros([1, 3]) as tf.Tensor2D, weights: tf.tensor1d([1, 1]) };
    assert.throws(() => maskedSquaredError(tf.zeros([2, 3]), mixed), {
      name: "RangeError",
      message: "Cannot compare outputs as their targets must have shape [2,3]: " +
        "current value is [1,3]",
    });
  });
});

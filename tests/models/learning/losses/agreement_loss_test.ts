import assert from "node:assert/strict";
import { agreementLoss } from "../../../../models/mod.ts";
import { tf } from "../../../../runtime/mod.ts";
import { divergence, mean, softmax } from "../_plain.ts";
import { checkAlike, checkTerm, type Matrix, type Term } from "../_term.ts";

const AGREEMENT: Term = {
  of: (logits, others) => agreementLoss(logits!, others!),
  plain: ([logits, others], [constantLogits, constantOthers]) =>
    (meanDivergence(logits!, constantOthers!) + meanDivergence(others!, constantLogits!)) / 2,
};

function meanDivergence(logits: Matrix, others: Matrix): number {
  return mean(logits.map((row, clip) => divergence(softmax(row), softmax(others[clip]!))));
}

Deno.test("agreementLoss() equals the plain one, in which the other side is constant", async () => {
  await checkAlike(AGREEMENT, 2);
});

Deno.test("agreementLoss() is zero for one class, and for branches that agree", () => {
  checkTerm(AGREEMENT, [[[3], [1]], [[-1], [2]]]);
  tf.tidy(() => {
    const logits = tf.tensor2d([[40, -40], [0, 0]]);
    const { value, grads } = tf.valueAndGrads((x, y) =>
      agreementLoss(x as tf.Tensor2D, y as tf.Tensor2D)
    )([logits, logits.clone()]);
    assert.equal(value.dataSync()[0], 0);
    for (const gradient of grads) assert.ok(gradient.dataSync().every((slope) => slope === 0));
  });
});

Deno.test("agreementLoss() is finite for branches that are certain of different classes", () => {
  tf.tidy(() => {
    const certain = tf.tensor2d([[90, 0]]);
    const { value, grad } = tf.valueAndGrad((x) =>
      agreementLoss(x as tf.Tensor2D, tf.tensor2d([[0, 90]]))
    )(certain);
    assert.equal(value.dataSync()[0], 90);
    assert.ok(grad.dataSync().every(Number.isFinite));
  });
});

Deno.test("agreementLoss() refuses branches of different shapes", () => {
  tf.tidy(() => {
    assert.throws(() => agreementLoss(tf.zeros([2, 3]), tf.zeros([1, 3])), {
      name: "RangeError",
      message: "Cannot compare branches as the other logits must have shape [2,3]: " +
        "current value is [1,3]",
    });
  });
});

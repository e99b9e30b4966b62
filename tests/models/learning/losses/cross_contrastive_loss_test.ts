import assert from "node:assert/strict";
import { crossContrastiveLoss } from "../../../../models/mod.ts";
import { tf } from "../../../../runtime/mod.ts";
import { cosine, logSumExp, mean } from "../_plain.ts";
import { checkAlike, type Matrix } from "../_term.ts";

const TEMPERATURE = 0.5;

/** Cross-entropy of the other side's rows as classes. */
function towards(rows: Matrix, others: Matrix): number {
  return mean(
    rows.map((row, index) =>
      logSumExp(others.map((other) => cosine(row, other) / TEMPERATURE)) -
      cosine(row, others[index]!) / TEMPERATURE
    ),
  );
}

Deno.test("crossContrastiveLoss() equals the plain one, with gradients to both sides", async () => {
  await checkAlike({
    of: (features, others) =>
      crossContrastiveLoss(features!, others!, { temperature: TEMPERATURE }),
    plain: ([features, others]) => (towards(features!, others!) + towards(others!, features!)) / 2,
  }, 2);
});

Deno.test("crossContrastiveLoss() is zero for one clip, and finite for features of zeros", () => {
  tf.tidy(() => {
    const contrast = (x: tf.Tensor, y: tf.Tensor) =>
      crossContrastiveLoss(x as tf.Tensor2D, y as tf.Tensor2D, { temperature: TEMPERATURE });
    const clip = tf.tensor2d([[1, 2]]);
    assert.equal(contrast(clip, tf.neg(clip)).arraySync(), 0);
    const zeros = tf.zeros([3, 2]);
    const { value, grads } = tf.valueAndGrads(contrast)([
      zeros,
      tf.tensor2d([[1, 2], [3, 4], [5, 6]]),
    ]);
    assert.equal(value.dataSync()[0]!.toFixed(5), Math.log(3).toFixed(5));
    for (const gradient of grads) assert.ok(gradient.dataSync().every(Number.isFinite));
  });
});

Deno.test("crossContrastiveLoss() refuses branches of different shapes", () => {
  tf.tidy(() => {
    const contrast = () =>
      crossContrastiveLoss(tf.ones([2, 3]), tf.ones([4, 3]), { temperature: 1 });
    assert.throws(contrast, {
      name: "RangeError",
      message: "Cannot contrast branches as the other features must have shape [2,3]: " +
        "current value is [4,3]",
    });
  });
});

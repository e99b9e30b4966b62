import assert from "node:assert/strict";
import { alignmentLoss } from "../../../../models/mod.ts";
import { tf } from "../../../../runtime/mod.ts";
import { cosine, mean, sum } from "../_plain.ts";
import { checkAlike, type Term } from "../_term.ts";
import { drawNormal } from "../../../_draw_normal.ts";

/** Two stages of two networks: rows are positions, columns channels. */
const TWO_STAGES: Term = {
  of: (stage, target, laterStage, laterTarget) =>
    alignmentLoss([stage!, laterStage!].map(asGrid), [target!, laterTarget!].map(asGrid)),
  plain: ([stage, , laterStage], [, target, , laterTarget]) =>
    sum(
      [[stage!, target!], [laterStage!, laterTarget!]].map(([rows, targets]) =>
        1 - mean(rows!.map((row, index) => cosine(row, targets![index]!)))
      ),
    ),
};

/** [positions, channels] as [1, positions, 1, 1, channels]. */
function asGrid(rows: tf.Tensor2D): tf.Tensor5D {
  const [positions, channels] = rows.shape;
  return tf.reshape(rows, [1, positions, 1, 1, channels]);
}

Deno.test("alignmentLoss() equals the plain one, whose gradient does not reach the targets", async () => {
  await checkAlike(TWO_STAGES, 4);
});

Deno.test("alignmentLoss() averages over all positions of a grid", () => {
  tf.tidy(() => {
    const stage = drawNormal([2, 3, 2, 4, 5], 1);
    const target = drawNormal([2, 3, 2, 4, 5], 2);
    const [rows, targets] = [stage, target].map((grid) =>
      tf.reshape<tf.Rank.R2>(grid, [48, 5]).arraySync()
    );
    const expected = 1 - mean(rows!.map((row, index) => cosine(row, targets![index]!)));
    assert.ok(Math.abs(alignmentLoss([stage], [target]).arraySync() - expected) < 1e-6);
    assert.ok(Math.abs(alignmentLoss([stage], [tf.mul(stage, 3)]).arraySync()) < 1e-6);
  });
});

Deno.test("alignmentLoss() is 1, with a finite gradient, for channels that are all zero", () => {
  tf.tidy(() => {
    const zeros = tf.zeros([1, 2, 1, 1, 3]);
    const target = tf.ones([1, 2, 1, 1, 3]);
    const { value, grad } = tf.valueAndGrad((stage) => alignmentLoss([stage], [target]))(zeros);
    assert.equal(value.dataSync()[0], 1);
    assert.ok(grad.dataSync().every(Number.isFinite));
    assert.equal(alignmentLoss([target], [zeros]).arraySync(), 1);
    assert.equal(alignmentLoss([zeros], [zeros]).arraySync(), 1);
  });
});

Deno.test("alignmentLoss() refuses lists and stages that differ", () => {
  tf.tidy(() => {
    const [stage, half] = [tf.zeros([1, 4, 2, 2, 3]), tf.zeros([1, 2, 2, 2, 3])];
    assert.throws(() => alignmentLoss([stage], [stage, half]), {
      name: "RangeError",
      message: "Cannot align stages as both networks must have the same number of them, at least " +
        "one: current values are 1 and 2",
    });
    assert.throws(() => alignmentLoss([stage, stage], [stage, half]), {
      name: "RangeError",
      message: "Cannot align stages as stage 2 of the targets must have shape [1,4,2,2,3]: " +
        "current value is [1,2,2,2,3]",
    });
    assert.throws(() => alignmentLoss([], []), /at least one/);
  });
});

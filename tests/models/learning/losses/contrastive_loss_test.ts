import assert from "node:assert/strict";
import { contrastiveLoss } from "../../../../models/mod.ts";
import { tf } from "../../../../runtime/mod.ts";
import { cosine, logSumExp, mean, softmax } from "../_plain.ts";
import { checkAlike, type Matrix } from "../_term.ts";

const TEMPERATURE = 0.5;

/** NT-Xent of rows, the first half of which are the partners of the second. */
function plainNtXent(rows: Matrix): number {
  const half = rows.length / 2;
  return mean(rows.map((row, anchor) => {
    const partner = rows[(anchor + half) % rows.length]!;
    const others = rows.filter((_, index) => index !== anchor);
    return logSumExp(others.map((other) => cosine(row, other) / TEMPERATURE)) -
      cosine(row, partner) / TEMPERATURE;
  }));
}

Deno.test("contrastiveLoss() equals the plain one, with gradients to both sides", async () => {
  await checkAlike({
    of: (primary, auxiliary) => contrastiveLoss(primary!, auxiliary!, { temperature: TEMPERATURE }),
    plain: (logits) => plainNtXent(logits.flat().map(softmax)),
  }, 2);
});

Deno.test.each(["primary", "auxiliary"] as const)(
  "contrastiveLoss() equals the plain one whose gradient does not reach the teacher, the %s side",
  async (teacher) => {
    await checkAlike({
      of: (primary, auxiliary) =>
        contrastiveLoss(primary!, auxiliary!, { temperature: TEMPERATURE, teacher }),
      plain: ([primary, auxiliary], [constantPrimary, constantAuxiliary]) => {
        const sides = teacher === "primary"
          ? [constantPrimary!, auxiliary!]
          : [primary!, constantAuxiliary!];
        return plainNtXent(sides.flat().map(softmax));
      },
    }, 2);
  },
);

Deno.test("contrastiveLoss() is zero for one clip, and log(2B - 1) for equal rows", () => {
  const lossOf = (rows: number[][]) =>
    tf.tidy(() => {
      const logits = tf.tensor2d(rows);
      return contrastiveLoss(logits, logits, { temperature: TEMPERATURE }).arraySync();
    });
  assert.equal(lossOf([[1, 2]]), 0);
  assert.equal(lossOf([[1, 2], [1, 2], [1, 2]]).toFixed(5), Math.log(5).toFixed(5));
});

Deno.test("contrastiveLoss() refuses sides of different clips", () =>
  void assert.throws(
    () =>
      tf.tidy(() =>
        contrastiveLoss(tf.zeros([3, 2]), tf.zeros([1, 2]), { temperature: TEMPERATURE })
      ),
    {
      name: "RangeError",
      message: "Cannot contrast two sides as the logits of the auxiliary must have shape [3,2]: " +
        "current value is [1,2]",
    },
  ));

import assert from "node:assert/strict";
import { softCrossEntropy } from "../../../../models/mod.ts";
import { tf } from "../../../../runtime/mod.ts";
import { dot, logSoftmax, mean } from "../_plain.ts";
import { checkAlike, checkTerm, type Term } from "../_term.ts";

/** Targets need not be probabilities here: the formula is the same. */
const CROSS_ENTROPY: Term = {
  of: (logits, targets) => softCrossEntropy(logits!, targets!),
  plain: ([logits], [, targets]) =>
    -mean(logits!.map((row, clip) => dot(logSoftmax(row), targets![clip]!))),
};

Deno.test("softCrossEntropy() equals the plain one, whose gradient does not reach the targets", async () => {
  await checkAlike(CROSS_ENTROPY, 2);
});

Deno.test("softCrossEntropy() counts a clip without targets in the mean only", () => {
  checkTerm(CROSS_ENTROPY, [[[1, 2], [3, 1]], [[0, 0], [0.5, 0.5]]]);
  checkTerm(CROSS_ENTROPY, [[[1, 2]], [[0, 0]]]);
});

Deno.test("softCrossEntropy() refuses targets of another shape", () => {
  tf.tidy(() => {
    assert.throws(() => softCrossEntropy(tf.zeros([2, 3]), tf.zeros([1, 3])), {
      name: "RangeError",
      message: "Cannot compare logits as their targets must have shape [2,3]: " +
        "current value is [1,3]",
    });
  });
});

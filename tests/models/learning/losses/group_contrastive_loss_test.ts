import assert from "node:assert/strict";
import { groupContrastiveLoss } from "../../../../models/mod.ts";
import { tf } from "../../../../runtime/mod.ts";
import { argMax, cosine, logSumExp, mean, meanRow, softmax } from "../_plain.ts";
import { checkAlike, checkCompiled, checkTerm, type Matrix } from "../_term.ts";

const TEMPERATURE = 0.5;

/** The mean probabilities of the clips of each class, by class; `classes` are those of the clips. */
function groupsOf(logits: Matrix, classes: readonly number[]): Map<number, number[]> {
  const members = Map.groupBy(logits.keys(), (clip) => classes[clip]!);
  return new Map(Array.from(members, ([label, clips]) => {
    return [label, meanRow(clips.map((clip) => softmax(logits[clip]!)))];
  }));
}

/** The group contrast by lists of groups; classes are those of the constant logits. */
function plain(
  [primary, auxiliary]: readonly Matrix[],
  [constantPrimary, constantAuxiliary]: readonly Matrix[],
): number {
  const primaryGroups = groupsOf(primary!, constantPrimary!.map(argMax));
  const auxiliaryGroups = groupsOf(auxiliary!, constantAuxiliary!.map(argMax));
  const common = [...primaryGroups.keys()].filter((label) => auxiliaryGroups.has(label));
  if (common.length === 0) return 0;
  const rows = [primaryGroups, auxiliaryGroups].flatMap((groups) =>
    common.map((label) => groups.get(label)!)
  );
  return mean(rows.map((row, anchor) => {
    const partner = rows[(anchor + common.length) % rows.length]!;
    const others = rows.filter((_, index) => index !== anchor);
    return logSumExp(others.map((other) => cosine(row, other) / TEMPERATURE)) -
      cosine(row, partner) / TEMPERATURE;
  }));
}

/** As TCL has it. */
const TAUGHT = {
  of: (primary: tf.Tensor2D, auxiliary: tf.Tensor2D) =>
    groupContrastiveLoss(primary, auxiliary, { temperature: TEMPERATURE, teacher: "primary" }),
  plain: ([, auxiliary]: readonly Matrix[], constants: readonly Matrix[]) =>
    plain([constants[0]!, auxiliary!], constants),
};

Deno.test("groupContrastiveLoss() equals the one by lists of groups", async () => {
  await checkAlike({
    of: (primary, auxiliary) =>
      groupContrastiveLoss(primary!, auxiliary!, { temperature: TEMPERATURE }),
    plain,
  }, 2);
});

Deno.test("groupContrastiveLoss() equals the one whose gradient does not reach the teacher", async () => {
  await checkAlike(TAUGHT, 2);
});

Deno.test("groupContrastiveLoss() has no gradient but finite ones for groups of one side, and is zero without groups", async () => {
  const apart = [[[3, 0, 0], [0, 2, 0]], [[0, 0, 1], [0, 0, 2]]];
  const oneShared = [[[3, 0, 0], [0, 2, 0]], [[0, 1, 0], [0, 0, 2]]];
  const twoShared = [[[3, 0, 0], [0, 2, 0]], [[0, 1, 0], [4, 0, 2]]];
  for (const inputs of [apart, oneShared, twoShared]) checkTerm(TAUGHT, inputs);
  await checkCompiled(TAUGHT, [apart, oneShared, twoShared]);
  const zeros = [apart, oneShared].map((inputs) => plain(inputs, inputs));
  assert.deepEqual(zeros, [0, 0]);
});

Deno.test("groupContrastiveLoss() takes one class and one clip", () => {
  checkTerm(TAUGHT, [[[1]], [[2]]]);
  checkTerm(TAUGHT, [[[1], [1]], [[2], [-1]]]);
  checkTerm(TAUGHT, [[[1, 2]], [[3, 1]]]);
});

Deno.test("groupContrastiveLoss() refuses sides of different shapes", () => {
  tf.tidy(() => {
    const contrast = () =>
      groupContrastiveLoss(tf.zeros([2, 3]), tf.zeros([1, 3]), { temperature: 1 });
    assert.throws(contrast, {
      name: "RangeError",
      message: "Cannot contrast groups as the auxiliary logits must have shape [2,3]: " +
        "current value is [1,3]",
    });
  });
});

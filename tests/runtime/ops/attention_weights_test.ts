import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { attention, attentionWeights } from "../../../runtime/ops/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";
import { drawNormal } from "../../_draw_normal.ts";

Deno.test.each(
  [
    ["one sequence, two heads", [2, 5, 1, 24], 2],
    ["four sequences, three heads", [2, 5, 4, 36], 3],
  ] as const,
)("attentionWeights() is the softmax of scaled products, the mean over heads: %s", (
  _,
  shape,
  heads,
) => {
  withoutLeaks(() => {
    const tokens = drawNormal<tf.Rank.R4>(shape, 1);
    const [outer, length, inner, triple] = shape;
    const weights = attentionWeights(tokens, { heads });
    assert.deepEqual(weights.shape, [outer, inner, length, length]);
    const values = tokens.arraySync();
    const depth = triple / 3 / heads;
    const got = weights.arraySync();
    for (let sequence = 0; sequence < inner; sequence++) {
      for (let query = 0; query < length; query++) {
        const expected = new Float64Array(length);
        for (let head = 0; head < heads; head++) {
          const scores = Array.from({ length }, (_, key) => {
            let sum = 0;
            for (let channel = head * depth; channel < (head + 1) * depth; channel++) {
              const queries = values[1]![query]![sequence]!;
              const keys = values[1]![key]![sequence]!;
              sum += queries[channel]! * keys[heads * depth + channel]!;
            }
            return Math.exp(sum / Math.sqrt(depth));
          });
          const total = scores.reduce((sum, score) => sum + score, 0);
          scores.forEach((score, key) => expected[key]! += score / total / heads);
        }
        for (let key = 0; key < length; key++) {
          const difference = Math.abs(got[1]![sequence]![query]![key]! - expected[key]!);
          assert.ok(difference < 1e-6, `${difference}`);
        }
      }
    }
  });
});

Deno.test("attentionWeights() of one head are those by which attention() mixes the values", () => {
  withoutLeaks(() => {
    const tokens = drawNormal<tf.Rank.R4>([2, 4, 3, 15], 1);
    const weights = attentionWeights(tokens, { heads: 1 });
    const values = tf.transpose(tf.slice(tokens, [0, 0, 0, 10], [2, 4, 3, 5]), [0, 2, 1, 3]);
    const mixed = tf.transpose(tf.matMul(weights, values), [0, 2, 1, 3]);
    const difference = tf.max(tf.abs(tf.sub(mixed, attention(tokens, { heads: 1 }))));
    assert.ok(difference.dataSync()[0]! < 1e-6);
  });
});

Deno.test("attentionWeights() refuses tokens that the heads cannot share", () => {
  withoutLeaks(() => {
    const tokens = tf.zeros<tf.Rank.R4>([1, 2, 1, 12]);
    assert.throws(
      () => attentionWeights(tokens, { heads: 3 }),
      /^RangeError: Cannot attend with 3 heads as .* 3 times their number: current value is 12$/,
    );
  });
});

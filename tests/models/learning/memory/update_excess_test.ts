import assert from "node:assert/strict";
import fc from "fast-check";
import { updateExcess } from "../../../../models/mod.ts";
import { compile, tf } from "../../../../runtime/mod.ts";
import { withoutLeaks } from "../../../_leaks.ts";
import { softmax } from "../_plain.ts";
import { assertClose, matrices, type Matrix, tensorOf } from "../_term.ts";

function plain(
  excess: readonly number[],
  logits: Matrix,
  shares: readonly number[],
  decay: number,
) {
  const rows = logits.map(softmax);
  return excess.map((before, label) => {
    const said = rows.reduce((sum, row) => sum + row[label]!, 0) / rows.length;
    return decay * before + (1 - decay) * said / shares[label]!;
  });
}

/** What is remembered and shares, all above 0. */
function drawn(others: Matrix): { excess: number[]; shares: number[] } {
  return { excess: others[0]!.map(Math.abs), shares: softmax(others.at(-1)!) };
}

Deno.test("updateExcess() equals the plain one", () => {
  fc.assert(
    fc.property(
      matrices(2),
      fc.double({ min: 0, max: 1, noNaN: true }),
      ([logits, others], decay) =>
        withoutLeaks(() => {
          const { excess, shares } = drawn(others!);
          const options = { logits: tensorOf(logits!), shares, decay };
          const updated = updateExcess(tf.tensor1d(excess), options);
          const expected = plain(excess, logits!, shares, decay);
          assertClose([...updated.dataSync()], expected, "excess");
        }),
    ),
    { numRuns: 20 },
  );
});

Deno.test("updateExcess() stays at ones where each class is said as often as it should be", () => {
  tf.tidy(() => {
    const logits = tf.log(tf.tensor2d([[0.5, 0.25, 0.25], [0.5, 0.25, 0.25]])) as tf.Tensor2D;
    const excess = updateExcess(tf.ones([3]), { logits, shares: [0.5, 0.25, 0.25], decay: 0.9 });
    assertClose([...excess.dataSync()], [1, 1, 1], "excess");
  });
});

Deno.test("updateExcess() is the same compiled, and lets no gradient through", async () => {
  const shares = [0.75, 0.25];
  const update = ({ excess, logits }: { excess: tf.Tensor1D; logits: tf.Tensor2D }) =>
    updateExcess(excess, { logits, shares, decay: 0.5 });
  using compiled = compile(update);
  const inputs = { excess: tf.tensor1d([1, 2]), logits: tf.tensor2d([[1, 0], [0, 3]]) };
  const updated = await compiled(inputs);
  const expected = plain([1, 2], [[1, 0], [0, 3]], shares, 0.5);
  assertClose([...updated.dataSync()], expected, "excess");
  const gradient = tf.tidy(() =>
    tf.grad((logits) => {
      const excess = update({ excess: tf.ones([2]), logits: logits as tf.Tensor2D });
      return tf.add(tf.sum(excess), tf.sum(tf.mul(logits, 0)));
    })(inputs.logits).arraySync()
  );
  assert.deepEqual(gradient, [[0, 0], [0, 0]]);
  tf.dispose([inputs, updated]);
});

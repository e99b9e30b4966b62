import assert from "node:assert/strict";
import fc from "fast-check";
import { alignedLogits } from "../../../../models/mod.ts";
import { compile, tf } from "../../../../runtime/mod.ts";
import { withoutLeaks } from "../../../_leaks.ts";
import { softmax } from "../_plain.ts";
import { assertClose, matrices, type Matrix, tensorOf } from "../_term.ts";

/** Probabilities divided by the excess, which is at least 0.001, and by their sum. */
function plain(logits: Matrix, excess: readonly number[]): number[] {
  return logits.flatMap((row) => {
    const divided = softmax(row).map((value, label) => value / Math.max(excess[label]!, 1e-3));
    const total = divided.reduce((sum, value) => sum + value, 0);
    return divided.map((value) => value / total);
  });
}

/** Logits, and an excess that is 0 for the first class. */
function inputsOf([logits, others]: readonly Matrix[]): [Matrix, number[]] {
  return [logits!, others![0]!.map((value, label) => label === 0 ? 0 : Math.abs(value))];
}

Deno.test("alignedLogits() give the probabilities of the plain ones", () => {
  fc.assert(
    fc.property(matrices(2), (drawn) =>
      withoutLeaks(() => {
        const [logits, excess] = inputsOf(drawn);
        const aligned = alignedLogits(tensorOf(logits), { excess: tf.tensor1d(excess) });
        assertClose([...tf.softmax(aligned).dataSync()], plain(logits, excess), "probabilities");
      })),
    { numRuns: 20 },
  );
});

Deno.test("alignedLogits() are the same compiled", async () => {
  using align = compile(({ logits, excess }: { logits: tf.Tensor2D; excess: tf.Tensor1D }) =>
    tf.softmax(alignedLogits(logits, { excess }))
  );
  const [logits, excess] = inputsOf([[[1, 2, -1], [3, 0.5, 0]], [[0, 3, 0.25]]]);
  const inputs = { logits: tensorOf(logits), excess: tf.tensor1d(excess) };
  const probabilities = await align(inputs);
  assertClose([...probabilities.dataSync()], plain(logits, excess), "probabilities");
  tf.dispose([inputs, probabilities]);
});

Deno.test("alignedLogits() let no gradient through", () => {
  tf.tidy(() => {
    const gradient = tf.grad((logits) => {
      const aligned = alignedLogits(logits as tf.Tensor2D, { excess: tf.tensor1d([2, 1]) });
      return tf.add(tf.sum(tf.square(aligned)), tf.sum(tf.mul(logits, 0)));
    })(tf.tensor2d([[1, 2]]));
    assert.deepEqual(gradient.arraySync(), [[0, 0]]);
  });
});

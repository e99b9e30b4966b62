import assert from "node:assert/strict";
import fc from "fast-check";
import { smoothedTargets } from "../../../../models/mod.ts";
import { compile, tf } from "../../../../runtime/mod.ts";
import { withoutLeaks } from "../../../_leaks.ts";
import { softmax } from "../_plain.ts";
import { assertClose, matrices, type Matrix, tensorOf } from "../_term.ts";

/** Mixes rows; a row of zeros estimates nothing. */
function plain(probabilities: Matrix, neighbors: Matrix, ownShare: number): Matrix {
  return probabilities.map((row, clip) => {
    const estimate = neighbors[clip]!;
    if (estimate.every((value) => value === 0)) return row;
    return row.map((value, label) => ownShare * value + (1 - ownShare) * estimate[label]!);
  });
}

/** Probabilities of clips and of their neighbors; the first clip has none. */
function inputsOf([logits, others]: readonly Matrix[]): [Matrix, Matrix] {
  const neighbors = others!.map((row, clip) => clip === 0 ? row.map(() => 0) : softmax(row));
  return [logits!.map(softmax), neighbors];
}

Deno.test("smoothedTargets() equal the plain ones, with and without neighbors", () => {
  fc.assert(
    fc.property(
      matrices(2),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (drawn, ownShare) =>
        withoutLeaks(() => {
          const [probabilities, neighbors] = inputsOf(drawn);
          const options = { neighbors: tensorOf(neighbors), ownShare };
          const targets = smoothedTargets(tensorOf(probabilities), options);
          const expected = plain(probabilities, neighbors, ownShare);
          assertClose([...targets.dataSync()], expected.flat(), "targets");
        }),
    ),
    { numRuns: 20 },
  );
});

Deno.test("smoothedTargets() are the same compiled", async () => {
  using smooth = compile(({ own, neighbors }: Record<"own" | "neighbors", tf.Tensor2D>) =>
    smoothedTargets(own, { neighbors, ownShare: 0.9 })
  );
  const [probabilities, neighbors] = inputsOf([[[1, 2], [3, 0.5]], [[0, 0], [-1, 2]]]);
  const inputs = { own: tensorOf(probabilities), neighbors: tensorOf(neighbors) };
  const targets = await smooth(inputs);
  assertClose([...targets.dataSync()], plain(probabilities, neighbors, 0.9).flat(), "targets");
  tf.dispose([inputs, targets]);
});

Deno.test("smoothedTargets() let no gradient through", () => {
  tf.tidy(() => {
    const gradients = tf.grads((own, neighbors) => {
      const options = { neighbors: neighbors as tf.Tensor2D, ownShare: 0.5 };
      const targets = smoothedTargets(own as tf.Tensor2D, options);
      const none = [own!, neighbors!].map((x) => tf.sum(tf.mul(x, 0)));
      return tf.addN([tf.sum(tf.square(targets)), ...none]);
    })([tf.tensor2d([[0.5, 0.5]]), tf.tensor2d([[1, 0]])]);
    assert.deepEqual(gradients.map((gradient) => gradient.arraySync()), [[[0, 0]], [[0, 0]]]);
  });
});

Deno.test("smoothedTargets() refuse neighbors of another shape", () => {
  tf.tidy(() => {
    const smooth = () =>
      smoothedTargets(tf.ones([2, 3]), { neighbors: tf.ones([2, 1]), ownShare: 1 });
    assert.throws(smooth, {
      name: "RangeError",
      message: "Cannot smooth targets as the neighbors' probabilities must have shape [2,3]: " +
        "current value is [2,1]",
    });
  });
});

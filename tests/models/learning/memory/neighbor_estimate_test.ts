import assert from "node:assert/strict";
import fc from "fast-check";
import {
  emptyBank,
  type MemoryBank,
  neighborEstimate,
  updateBank,
} from "../../../../models/mod.ts";
import { compile, tf } from "../../../../runtime/mod.ts";
import { withoutLeaks } from "../../../_leaks.ts";
import { cosine, softmax, sum } from "../_plain.ts";
import { assertClose, type Matrix, matrix, tensorOf } from "../_term.ts";

const OPTIONS = { neighbors: 3, temperature: 0.1 };

/** The estimate for one clip from the filled slots, by sorting them. */
function plain(query: readonly number[], embeddings: Matrix, probabilities: Matrix): number[] {
  const nearest = embeddings
    .map((embedding, slot) => ({ similarity: cosine(query, embedding), slot }))
    .sort((first, second) => second.similarity - first.similarity)
    .slice(0, OPTIONS.neighbors);
  const weights = softmax(nearest.map(({ similarity }) => similarity / OPTIONS.temperature));
  return probabilities[0]!.map((_, label) =>
    sum(nearest.map(({ slot }, index) => weights[index]! * probabilities[slot]![label]!))
  );
}

function bankOf(embeddings: tf.Tensor2D, logits: tf.Tensor2D, slots: number): MemoryBank {
  const bank = emptyBank({ slots, width: embeddings.shape[1], classes: logits.shape[1] });
  return updateBank(bank, { embeddings, probabilities: tf.softmax(logits) });
}

/** Queries and embeddings without ties between the neighbors that count and the others. */
function inputs(filled: number): fc.Arbitrary<[Matrix, Matrix, Matrix]> {
  return fc.tuple(matrix(2, 4), matrix(filled, 4), matrix(filled, 3)).filter(
    ([queries, embeddings]) =>
      queries.every((query) => {
        const similarities = embeddings.map((embedding) => cosine(query, embedding));
        const [, , third, fourth] = similarities.sort((first, second) => second - first);
        return fourth === undefined || third! - fourth > 1e-5;
      }),
  );
}

Deno.test.each([1, 2, 3, 7])(
  "neighborEstimate() from %i filled slots equals the one by sorting",
  (filled) => {
    fc.assert(
      fc.property(inputs(filled), ([queries, embeddings, logits]) =>
        withoutLeaks(() => {
          const bank = bankOf(tensorOf(embeddings), tensorOf(logits), 8);
          const estimate = neighborEstimate(tensorOf(queries), bank, OPTIONS);
          const probabilities = logits.map(softmax);
          const expected = queries.flatMap((query) => plain(query, embeddings, probabilities));
          assertClose([...estimate.dataSync()], expected, "estimate");
        })),
      { numRuns: 15 },
    );
  },
);

Deno.test("neighborEstimate() is the same compiled", async () => {
  type Inputs = Record<"queries" | "embeddings" | "logits", tf.Tensor2D>;
  using estimateOf = compile(({ queries, embeddings, logits }: Inputs) =>
    neighborEstimate(queries, bankOf(embeddings, logits, 8), OPTIONS)
  );
  for (const [queries, embeddings, logits] of fc.sample(inputs(5), 3)) {
    const tensors = {
      queries: tensorOf(queries),
      embeddings: tensorOf(embeddings),
      logits: tensorOf(logits),
    };
    const estimate = await estimateOf(tensors);
    const probabilities = logits.map(softmax);
    const expected = queries.flatMap((query) => plain(query, embeddings, probabilities));
    assertClose([...estimate.dataSync()], expected, "estimate");
    tf.dispose([tensors, estimate]);
  }
});

Deno.test("neighborEstimate() takes the newest of equal neighbors, and is zero for an empty bank", () => {
  tf.tidy(() => {
    const embeddings = tf.tensor2d([[0, 1], [1, 0], [1, 0], [1, 0]]);
    const probabilities = tf.tensor2d([[0, 0, 1, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]]);
    const empty = emptyBank({ slots: 4, width: 2, classes: 4 });
    const options = { neighbors: 2, temperature: 1 };
    const query = tf.tensor2d([[5, 0]]);
    const bank = updateBank(empty, { embeddings, probabilities });
    assert.deepEqual(neighborEstimate(query, bank, options).arraySync(), [[0.5, 0.5, 0, 0]]);
    assert.deepEqual(neighborEstimate(query, empty, options).arraySync(), [[0, 0, 0, 0]]);
  });
});

Deno.test("neighborEstimate() lets no gradient through", () => {
  tf.tidy(() => {
    const inputs = [
      tf.tensor2d([[1, 2]]),
      tf.tensor2d([[3, 1], [1, 1]]),
      tf.tensor2d([[0.5, 0.5], [1, 0]]),
    ];
    const gradients = tf.grads((queries, embeddings, probabilities) => {
      const bank = {
        embeddings: embeddings as tf.Tensor2D,
        probabilities: probabilities as tf.Tensor2D,
      };
      const options = { neighbors: 2, temperature: 1 };
      const estimate = neighborEstimate(queries as tf.Tensor2D, bank, options);
      const none = [queries!, embeddings!, probabilities!].map((x) => tf.sum(tf.mul(x, 0)));
      return tf.addN([tf.sum(tf.square(estimate)), ...none]);
    })(inputs);
    for (const gradient of gradients) assert.ok(gradient.dataSync().every((slope) => slope === 0));
  });
});

Deno.test.each([0, 1.5, 5])(
  "neighborEstimate() refuses %s neighbors of a bank of 4 slots",
  (neighbors) => {
    tf.tidy(() => {
      const bank = emptyBank({ slots: 4, width: 2, classes: 2 });
      const estimate = () => neighborEstimate(tf.ones([1, 2]), bank, { neighbors, temperature: 1 });
      assert.throws(estimate, {
        name: "RangeError",
        message:
          "Cannot look for neighbors as 'neighbors' must be an integer from 1 to 4, the number " +
          `of slots of the memory bank: current value is ${neighbors}`,
      });
    });
  },
);

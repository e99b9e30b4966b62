import assert from "node:assert/strict";
import fc from "fast-check";
import { emptyBank, type MemoryBank, updateBank } from "../../../../models/mod.ts";
import { compile, tf, tidyTree } from "../../../../runtime/mod.ts";
import { watchTensors } from "../../../_leaks.ts";
import { softmax } from "../_plain.ts";
import { assertClose, type Matrix, matrix, tensorOf } from "../_term.ts";

const [SLOTS, WIDTH, CLASSES] = [5, 3, 2];

function update({ bank, added }: { bank: MemoryBank; added: MemoryBank }): MemoryBank {
  return updateBank(bank, added);
}

/** A list of what was pushed, newest first, cut to the slots and filled up with zeros. */
function plainBank(batches: readonly Matrix[], width: number): Matrix {
  const empty = Array.from({ length: SLOTS }, () => Array.from({ length: width }, () => 0));
  return [...batches.toReversed().flat(), ...empty].slice(0, SLOTS);
}

function direction(row: readonly number[]): number[] {
  const length = Math.hypot(...row);
  return row.map((value) => value / length);
}

/** Embeddings and logits of batches of the same size. */
const batches = fc.integer({ min: 1, max: SLOTS }).chain((batch) =>
  fc.array(fc.tuple(matrix(batch, WIDTH), matrix(batch, CLASSES)), { minLength: 1, maxLength: 6 })
);

Deno.test.each([["op by op", tidyUpdate], ["compiled", compile(update)]] as const)(
  "updateBank() keeps the newest clips of a list, %s",
  async (_, update) => {
    const assertNoLeaks = watchTensors();
    for (const sequence of fc.sample(batches, 4)) {
      let bank = emptyBank({ slots: SLOTS, width: WIDTH, classes: CLASSES });
      for (const [embeddings, logits] of sequence) {
        const added = {
          embeddings: tensorOf(embeddings),
          probabilities: tensorOf(logits.map(softmax)),
        };
        const next = await update({ bank, added });
        tf.dispose([bank, added]);
        bank = next;
      }
      const embeddings = plainBank(sequence.map(([rows]) => rows.map(direction)), WIDTH);
      const probabilities = plainBank(sequence.map(([, rows]) => rows.map(softmax)), CLASSES);
      assertClose([...bank.embeddings.dataSync()], embeddings.flat(), "embeddings");
      assertClose([...bank.probabilities.dataSync()], probabilities.flat(), "probabilities");
      tf.dispose(bank);
    }
    assertNoLeaks();
  },
);

function tidyUpdate(input: { bank: MemoryBank; added: MemoryBank }): Promise<MemoryBank> {
  return Promise.resolve(tidyTree(() => update(input)));
}

Deno.test("updateBank() lets no gradient into the bank", () => {
  tf.tidy(() => {
    const empty = emptyBank({ slots: 3, width: 2, classes: 2 });
    const gradients = tf.grads((embeddings, probabilities) => {
      const bank = updateBank(empty, {
        embeddings: embeddings as tf.Tensor2D,
        probabilities: probabilities as tf.Tensor2D,
      });
      return tf.addN([
        tf.sum(tf.mul(bank.embeddings, tf.tensor1d([3, 1]))),
        tf.sum(tf.square(bank.probabilities)),
        tf.sum(tf.mul(embeddings!, 0)),
        tf.sum(tf.mul(probabilities!, 0)),
      ]);
    })([tf.tensor2d([[1, 2]]), tf.tensor2d([[0.5, 0.5]])]);
    assert.deepEqual(gradients.map((gradient) => gradient.arraySync()), [[[0, 0]], [[0, 0]]]);
  });
});

Deno.test("updateBank() refuses more clips than slots", () => {
  tf.tidy(() => {
    const bank = emptyBank({ slots: 2, width: 3, classes: 2 });
    const added = emptyBank({ slots: 3, width: 3, classes: 2 });
    assert.throws(() => updateBank(bank, added), {
      name: "RangeError",
      message:
        "Cannot add to a memory bank as the number of new clips must be at most 2, that of " +
        "its slots: current value is 3",
    });
  });
});

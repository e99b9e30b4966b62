import assert from "node:assert/strict";
import fc from "fast-check";
import { categoryContrastiveLoss, confidentLabels, emptyBank } from "../../../../models/mod.ts";
import { tf } from "../../../../runtime/mod.ts";
import { argMax, cosine, logSumExp, mean, softmax } from "../_plain.ts";
import {
  checkCompiled,
  checkRandomly,
  checkTerm,
  type Matrix,
  matrix,
  type Term,
} from "../_term.ts";

const TEMPERATURE = 0.5;
const THRESHOLD = 0.5;

/** A clip that anchors are compared with. */
interface Compared {
  readonly embedding: readonly number[];
  /** Its label, null if that is not confident. */
  readonly label: number | null;
  /** Index of the clip in the batch, null for those of the bank. */
  readonly clip: number | null;
}

/** A confident label, or null; also for the zeros of an empty slot. */
function labelOf(probabilities: readonly number[]): number | null {
  return Math.max(...probabilities) >= THRESHOLD ? argMax(probabilities) : null;
}

function plain(anchors: Matrix, compared: readonly Compared[]): number {
  return mean(anchors.map((anchor, clip) => {
    const logits = compared.map(({ embedding }) => cosine(anchor, embedding) / TEMPERATURE);
    const label = compared.find((other) => other.clip === clip)!.label;
    const ratios = compared.flatMap((other, index) => {
      const isPositive = other.clip === clip || (label !== null && other.label === label);
      return isPositive ? [logits[index]! - logSumExp(logits)] : [];
    });
    return -mean(ratios);
  }));
}

/** Inputs: anchors, views, logits of the clips; embeddings and logits of the bank's filled slots. */
const CATEGORIES: Term = {
  of: (anchors, views, logits, embeddings, bankLogits) => {
    const [filled, width] = embeddings!.shape;
    const empty = emptyBank({ slots: 2, width, classes: bankLogits!.shape[1] });
    const lengths = tf.sqrt(tf.sum(tf.square(embeddings!), 1, true));
    assert.ok(filled > 0);
    return categoryContrastiveLoss(anchors!, {
      views: views!,
      pseudo: confidentLabels(tf.softmax(logits!), THRESHOLD),
      bank: {
        embeddings: tf.concat([tf.div<tf.Tensor2D>(embeddings!, lengths), empty.embeddings], 0),
        probabilities: tf.concat([tf.softmax(bankLogits!), empty.probabilities], 0),
      },
      temperature: TEMPERATURE,
      threshold: THRESHOLD,
    });
  },
  plain: ([anchors], [, views, logits, embeddings, bankLogits]) => {
    const inBatch = views!.map((embedding, clip) => {
      return { embedding, clip, label: labelOf(softmax(logits![clip]!)) };
    });
    const inBank = embeddings!.map((embedding, slot) => {
      return { embedding, clip: null, label: labelOf(softmax(bankLogits![slot]!)) };
    });
    return plain(anchors!, [...inBatch, ...inBank]);
  },
};

function inputs(batch: number, slots: number): fc.Arbitrary<readonly Matrix[]> {
  return fc.tuple(
    matrix(batch, 3),
    matrix(batch, 3),
    matrix(batch, 4),
    matrix(slots, 3),
    matrix(slots, 4),
  );
}

Deno.test.each([[1, 1], [3, 1], [2, 6]])(
  "categoryContrastiveLoss() of %i clips and %i in the bank equals the plain one; only anchors get a gradient",
  async (batch, slots) => {
    await checkRandomly(CATEGORIES, inputs(batch, slots));
  },
);

Deno.test("categoryContrastiveLoss() takes equal rows, and labels none of which is confident", async () => {
  const row = [1, 0.5, 0];
  const certain = [9, 0, 0, 0];
  const vague = [0, 0, 0, 0];
  const cases = [certain, vague].map((logits) => [
    [row, row],
    [row, row],
    [logits, logits],
    [row, row, row],
    [certain, certain, vague],
  ]);
  for (const equalRows of cases) checkTerm(CATEGORIES, equalRows);
  await checkCompiled(CATEGORIES, cases);
});

Deno.test("categoryContrastiveLoss() takes an empty bank, and a threshold that everything reaches", () => {
  tf.tidy(() => {
    const views = tf.tensor2d([[1, 0], [-1, 0]]);
    const loss = categoryContrastiveLoss(views, {
      views,
      // Confident in class 0, as an empty slot must not be.
      pseudo: confidentLabels(tf.tensor2d([[1, 0], [0.4, 0.6]]), 0),
      bank: emptyBank({ slots: 5, width: 2, classes: 2 }),
      temperature: TEMPERATURE,
      threshold: 0,
    });
    assert.equal(loss.arraySync().toFixed(5), Math.log(1 + Math.exp(-4)).toFixed(5));
  });
});

Deno.test("categoryContrastiveLoss() refuses embeddings of the teacher of another shape", () => {
  tf.tidy(() => {
    const options = {
      views: tf.ones([1, 2]) as tf.Tensor2D,
      pseudo: confidentLabels(tf.tensor2d([[1, 0], [0, 1]]), 0.5),
      bank: emptyBank({ slots: 5, width: 2, classes: 2 }),
      temperature: TEMPERATURE,
      threshold: THRESHOLD,
    };
    assert.throws(() => categoryContrastiveLoss(tf.ones([2, 2]), options), {
      name: "RangeError",
      message: "Cannot contrast categories as the teacher's embeddings must have shape [2,2]: " +
        "current value is [1,2]",
    });
  });
});

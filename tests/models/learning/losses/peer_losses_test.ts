import {
  agreementLoss,
  alignmentLoss,
  categoryContrastiveLoss,
  confidentLabels,
  contrastiveLoss,
  crossContrastiveLoss,
  emptyBank,
  groupContrastiveLoss,
  maskedSquaredError,
  type MemoryBank,
  mixedTargets,
  neighborEstimate,
  softCrossEntropy,
  updateBank,
} from "../../../../models/mod.ts";
import { tf } from "../../../../runtime/mod.ts";
import { assertClose, type Matrix, tensorOf, valueAndGradients } from "../_term.ts";

/** What make_peer_losses.py wrote of a term. */
interface RecordedTerm {
  readonly inputs: readonly Matrix[];
  readonly value: number;
  readonly gradients: readonly Matrix[];
}

const FILE = new URL("../../../fixtures/reference/peer_losses.json", import.meta.url);
const TAUGHT = { temperature: 0.5, teacher: "primary" } as const;

type Inputs = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];

const TERMS = {
  instance_contrast: ([fast, slow]: Inputs) => contrastiveLoss(fast, slow, TAUGHT),
  group_contrast: ([fast, slow]: Inputs) => groupContrastiveLoss(fast, slow, TAUGHT),
  cross_contrast: ([rgb, gradient]: Inputs) =>
    crossContrastiveLoss(rgb, gradient, { temperature: 0.5 }),
  alignment: ([stage, target]: Inputs) => alignmentLoss([stage], [target]),
  mixed_error: ([outputs, teacher]: Inputs) => {
    const partners = tf.range(teacher.shape[0] - 1, -1, -1, "int32");
    const options = { partners, share: tf.scalar(0.7), threshold: 0.4 };
    return maskedSquaredError(outputs, mixedTargets(teacher, options));
  },
  agreement: ([coarse, fine]: Inputs) => agreementLoss(coarse, fine),
  neighbors_error: ([logits, queries, embeddings, bankLogits]: Inputs) => {
    const bank = bankOf(embeddings, bankLogits);
    const estimate = neighborEstimate(queries, bank, { neighbors: 3, temperature: 0.1 });
    return softCrossEntropy(logits, estimate);
  },
  category_contrast: ([anchors, views, logits, embeddings, bankLogits]: Inputs) =>
    categoryContrastiveLoss(anchors, {
      views,
      pseudo: confidentLabels(tf.softmax(logits), 0.35),
      bank: bankOf(embeddings, bankLogits),
      temperature: 0.1,
      threshold: 0.35,
    }),
};

/** A bank with two slots that stay empty. */
function bankOf(embeddings: tf.Tensor2D, logits: tf.Tensor2D): MemoryBank {
  const [slots, width] = embeddings.shape;
  const empty = emptyBank({ slots: slots + 2, width, classes: logits.shape[1] });
  return updateBank(empty, { embeddings, probabilities: tf.softmax(logits) });
}

Deno.test.each(Object.keys(TERMS) as (keyof typeof TERMS)[])(
  "the term %s equals PyTorch's, gradients included",
  async (name) => {
    const { cases } = JSON.parse(await Deno.readTextFile(FILE));
    const { inputs, value, gradients }: RecordedTerm = cases[name];
    const of = (...tensors: tf.Tensor2D[]) => TERMS[name](tensors as Inputs);
    tf.tidy(() => {
      const results = valueAndGradients({ of })(inputs.map(tensorOf));
      [[[value]], ...gradients].forEach((expected, index) => {
        assertClose([...results[index]!.dataSync()], expected.flat(), `result ${index}`);
      });
    });
  },
);

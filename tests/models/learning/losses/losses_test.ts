import assert from "node:assert/strict";
import {
  contrastiveLoss,
  type LossTerms,
  maskedCrossEntropy,
  pseudoLabels,
  supervisedLoss,
  totalLoss,
} from "../../../../models/mod.ts";
import { tf } from "../../../../runtime/mod.ts";
import { watchTensors } from "../../../_leaks.ts";
import { norm, Reference, relativeError } from "../../_reference.ts";

/** Maximum relative difference of a loss or gradient from float64. */
const TOLERANCE = 2e-6;

const CASES = ["c5_bl1_bu5", "c101_bl2_bu10", "c400_bl4_bu20", "none_pass", "all_pass"];

const LOGITS = [
  "labeled_logits_primary",
  "labeled_logits_aux",
  "unl_weak_primary",
  "unl_weak_aux",
  "unl_strong_primary",
  "unl_strong_aux",
];

interface ReferenceCase {
  readonly tau: number;
  readonly temperature: number;
  readonly gamma: number;
  readonly beta: number;
  readonly expected: Readonly<Record<string, number>>;
  readonly masks: Readonly<Record<string, number[]>>;
  readonly pseudo_labels: Readonly<Record<string, number[]>>;
}

type Six = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];

function terms(
  [labeledZ, labeledA, weakZ, weakA, strongZ, strongA]: Six,
  labels: tf.Tensor1D,
  { tau, temperature }: ReferenceCase,
): LossTerms {
  return {
    supervisedPrimary: supervisedLoss(labeledZ, labels),
    supervisedAuxiliary: supervisedLoss(labeledA, labels),
    pseudoPrimary: maskedCrossEntropy(strongZ, pseudoLabels(weakA, tau)),
    pseudoAuxiliary: maskedCrossEntropy(strongA, pseudoLabels(weakZ, tau)),
    contrast: contrastiveLoss(weakZ, weakA, { temperature }),
  };
}

Deno.test.each(CASES)("losses equal the reference's case %s, gradients included", async (name) => {
  const assertNoLeaks = watchTensors();
  using reference = await Reference.open("losses");
  const expected = reference.description[`case:${name}`] as ReferenceCase;
  const labels = await reference.tensor<tf.Tensor1D>(`${name}.y`);
  const logits: tf.Tensor2D[] = [];
  for (const part of LOGITS) logits.push(await reference.tensor<tf.Tensor2D>(`${name}.${part}`));

  const { values, value, grads } = tf.tidy(() => ({
    values: { ...terms(logits as Six, labels, expected) },
    ...tf.valueAndGrads((...inputs: tf.Tensor[]) =>
      totalLoss(terms(inputs as Six, labels, expected), {
        pseudoLabel: expected.gamma,
        contrast: expected.beta,
      })
    )(logits),
  }));
  const { expected: numbers } = expected;
  assertClose(values.supervisedPrimary, numbers.Ls_primary!);
  assertClose(values.supervisedAuxiliary, numbers.Ls_aux!);
  assertClose(values.pseudoPrimary, numbers.Lu_primary!);
  assertClose(values.pseudoAuxiliary, numbers.Lu_aux!);
  assertClose(values.contrast, numbers.L_ca_softmax_symmetric!);
  assertClose(value as tf.Scalar, numbers.L_total!);
  for (const [index, part] of LOGITS.entries()) {
    await assertGradient(reference, `${name}.grad.${part}`, grads[index]!);
  }
  tf.dispose([logits, labels, value, grads, Object.values(values)]);
  assertNoLeaks();
});

Deno.test.each(CASES)("contrastiveLoss() alone has the gradients of case %s", async (name) => {
  using reference = await Reference.open("losses");
  const { temperature } = reference.description[`case:${name}`] as ReferenceCase;
  const weak = ["unl_weak_primary", "unl_weak_aux"];
  const logits: tf.Tensor2D[] = [];
  for (const part of weak) logits.push(await reference.tensor<tf.Tensor2D>(`${name}.${part}`));
  const grads = tf.tidy(() =>
    tf.grads((primary, auxiliary) =>
      contrastiveLoss(primary as tf.Tensor2D, auxiliary as tf.Tensor2D, { temperature })
    )(logits)
  );
  for (const [index, part] of weak.entries()) {
    await assertGradient(reference, `${name}.grad_contrast_only.${part}`, grads[index]!);
  }
  tf.dispose([logits, grads]);
});

Deno.test.each(CASES)("pseudoLabels() gives the labels and masks of case %s", async (name) => {
  using reference = await Reference.open("losses");
  const expected = reference.description[`case:${name}`] as ReferenceCase;
  for (const [teacher, student] of [["unl_weak_aux", "primary"], ["unl_weak_primary", "aux"]]) {
    const weak = await reference.tensor<tf.Tensor2D>(`${name}.${teacher}`);
    const { labels, confidence, mask } = tf.tidy(() => ({ ...pseudoLabels(weak, expected.tau) }));
    assert.deepEqual(labels.arraySync(), expected.pseudo_labels[`for_${student}`]);
    assert.deepEqual(mask.arraySync(), expected.masks[`mask_for_${student}`]);
    assert.deepEqual(
      confidence.arraySync().map((value) => Number(value >= expected.tau)),
      mask.arraySync(),
    );
    tf.dispose([weak, labels, confidence, mask]);
  }
});

Deno.test("pseudoLabels() lets no gradient through", () => {
  const gradient = tf.tidy(() =>
    tf.grad((logits) => {
      const { confidence } = pseudoLabels(logits as tf.Tensor2D, 0.5);
      return tf.add(tf.sum(confidence), tf.sum(tf.mul(logits, 0)));
    })(tf.tensor2d([[1, 2, 3]]))
  );
  assert.deepEqual(gradient.arraySync(), [[0, 0, 0]]);
  gradient.dispose();
});

function assertClose(actual: tf.Scalar, expected: number): void {
  const value = actual.dataSync()[0]!;
  assert.ok(
    Math.abs(value - expected) <= TOLERANCE * Math.abs(expected),
    `${value}, must be ${expected}`,
  );
}

async function assertGradient(
  reference: Reference,
  name: string,
  actual: tf.Tensor,
): Promise<void> {
  const expected = await reference.values(name);
  if (norm(expected) === 0) assert.equal(norm(actual.dataSync()), 0, name);
  else {
    const difference = relativeError(actual.dataSync(), expected);
    assert.ok(difference < TOLERANCE, `${name}: ${difference}`);
  }
}

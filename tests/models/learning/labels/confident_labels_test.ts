import assert from "node:assert/strict";
import fc from "fast-check";
import { confidentLabels, meanProbabilities, type PseudoLabels } from "../../../../models/mod.ts";
import { compile, tf } from "../../../../runtime/mod.ts";
import { argMax, meanRow, softmax } from "../_plain.ts";
import { assertClose, matrices, type Matrix, tensorOf } from "../_term.ts";
import { withoutLeaks } from "../../../_leaks.ts";

const AGGREGATES = ["logits", "probabilities"] as const;

function plainMean(branches: readonly Matrix[], aggregate: "logits" | "probabilities"): Matrix {
  return branches[0]!.map((_, clip) => {
    const rows = branches.map((branch) => branch[clip]!);
    return aggregate === "logits" ? softmax(meanRow(rows)) : meanRow(rows.map(softmax));
  });
}

Deno.test.each(AGGREGATES)("meanProbabilities() of %s equals the plain one", (aggregate) => {
  fc.assert(
    fc.property(matrices(3), (branches) =>
      withoutLeaks(() => {
        const actual = meanProbabilities(branches.map(tensorOf), aggregate);
        assertClose([...actual.dataSync()], plainMean(branches, aggregate).flat(), aggregate);
      })),
    { numRuns: 30 },
  );
});

Deno.test("confidentLabels() have the mask of one threshold, or of that of each class", () => {
  fc.assert(
    fc.property(
      matrices(1),
      fc.array(fc.double({ min: 0.1, max: 0.9 }), { minLength: 5 }),
      ([logits], limits) =>
        withoutLeaks(() => {
          const probabilities = logits!.map(softmax);
          const labels = probabilities.map(argMax);
          const thresholds = limits.slice(0, logits![0]!.length).map(Math.fround);
          const actual = confidentLabels(tensorOf(probabilities), tf.tensor1d(thresholds));
          assert.deepEqual(actual.labels.arraySync(), labels);
          const confidence = actual.confidence.arraySync();
          assertClose(confidence, probabilities.map((row) => Math.max(...row)), "confidence");
          const mask = confidence.map((value, clip) => Number(value >= thresholds[labels[clip]!]!));
          assert.deepEqual(actual.mask.arraySync(), mask);
          const single = confidentLabels(tensorOf(probabilities), thresholds[0]!);
          assert.deepEqual(
            single.mask.arraySync(),
            confidence.map((value) => Number(value >= thresholds[0]!)),
          );
        }),
    ),
    { numRuns: 30 },
  );
});

Deno.test("confidentLabels() and meanProbabilities() are the same compiled", async () => {
  const labelsOf = ({ rgb, gradient }: { rgb: tf.Tensor2D; gradient: tf.Tensor2D }) => ({
    ...confidentLabels(meanProbabilities([rgb, gradient], "logits"), tf.tensor1d([0.4, 0.6, 0.5])),
  });
  using compiled = compile(labelsOf);
  const inputs = {
    rgb: tf.tensor2d([[1, 2, 4], [0, 0, 0], [5, 1, 0]]),
    gradient: tf.tensor2d([[0, 1, 0], [0, 0, 0], [1, 0, 0]]),
  };
  const eager = tf.tidy(() => labelsOf(inputs));
  const results = await compiled(inputs);
  for (const name of ["labels", "confidence", "mask"] satisfies (keyof PseudoLabels)[]) {
    assertClose([...results[name].dataSync()], [...eager[name].dataSync()], name);
  }
  assert.deepEqual(eager.labels.arraySync(), [2, 0, 0]);
  assert.deepEqual(eager.mask.arraySync(), [1, 0, 1]);
  tf.dispose([inputs, eager, results]);
});

Deno.test.each(AGGREGATES)("meanProbabilities() of %s lets no gradient through", (aggregate) => {
  assertNoGradient((logits) => meanProbabilities([logits, logits], aggregate));
});

Deno.test("confidentLabels() lets no gradient through", () => {
  assertNoGradient((logits) => confidentLabels(tf.softmax(logits), 0.5).confidence);
});

function assertNoGradient(of: (logits: tf.Tensor2D) => tf.Tensor): void {
  tf.tidy(() => {
    const gradient = tf.grad((logits) => {
      const result = of(logits as tf.Tensor2D);
      return tf.add(tf.sum(tf.square(result)), tf.sum(tf.mul(logits, 0)));
    })(tf.tensor2d([[1, 2, 3]]));
    assert.deepEqual(gradient.arraySync(), [[0, 0, 0]]);
  });
}

Deno.test("meanProbabilities() refuses no branches", () => {
  assert.throws(() => meanProbabilities([], "logits"), {
    name: "RangeError",
    message: "Cannot average branches as their number must be positive: current value is 0",
  });
});

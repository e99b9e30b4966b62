import assert from "node:assert/strict";
import fc from "fast-check";
import { measureUncertainty } from "../../../pipeline/suggestion/measure_uncertainty.ts";

const SURE = Float32Array.of(1, 0);
const OTHER = Float32Array.of(0, 1);
const UNSURE = Float32Array.of(0.5, 0.5);

for (
  const [name, probabilities, expected] of [
    ["one network that is sure", { primary: SURE }, [0, 0, 0]],
    ["one network that is unsure", { primary: UNSURE }, [1, 1, 0]],
    ["two that are sure of the same", { primary: SURE, auxiliary: SURE }, [0, 0, 0]],
    ["two that are sure of different classes", { primary: SURE, auxiliary: OTHER }, [1, 0, 1]],
    ["two that are unsure", { primary: UNSURE, auxiliary: UNSURE }, [1, 1, 0]],
    ["a sure and an unsure one", { primary: SURE, auxiliary: UNSURE }, [0.811, 0.5, 0.311]],
  ] as const
) {
  Deno.test(`measureUncertainty() of ${name}`, () => {
    const { total, doubt, disagreement } = measureUncertainty(probabilities);
    const rounded = [total, doubt, disagreement].map((value) => Number(value.toFixed(3)));
    assert.deepEqual(rounded, expected);
  });
}

/** Probabilities of some classes. */
function arbitraryProbabilities(classes: number): fc.Arbitrary<Float32Array> {
  return fc.array(fc.integer({ min: 0, max: 100 }), { minLength: classes, maxLength: classes })
    .filter((weights) => weights.some((weight) => weight > 0))
    .map((weights) => {
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return Float32Array.from(weights, (weight) => weight / sum);
    });
}

Deno.test("measureUncertainty() divides the entropy of the mean, whoever comes first", () => {
  const pair = fc.integer({ min: 2, max: 6 }).chain((classes) =>
    fc.tuple(arbitraryProbabilities(classes), arbitraryProbabilities(classes))
  );
  fc.assert(
    fc.property(pair, ([primary, auxiliary]) => {
      const { total, doubt, disagreement } = measureUncertainty({ primary, auxiliary });
      const swapped = measureUncertainty({ primary: auxiliary, auxiliary: primary });
      assert.ok(Math.abs(total - doubt - disagreement) < 1e-6);
      assert.ok(Math.abs(total - swapped.total) < 1e-6);
      for (const value of [total, doubt, disagreement]) assert.ok(value >= 0 && value < 1 + 1e-6);
    }),
  );
});

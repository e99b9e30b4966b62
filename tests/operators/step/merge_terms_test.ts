import assert from "node:assert/strict";
import { of } from "rxjs";
import {
  dualForward,
  type Forwarded,
  hostValues,
  mergeTerms,
  noiseStep,
  tinyNetworks,
} from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { all } from "../_all.ts";
import { checkMapLike } from "../_checklist.ts";
import { tidyTest } from "../_tensors.ts";

const { primary } = tinyNetworks();

const TERMS = {
  plain: { of: () => tf.scalar(3) },
  weighted: { of: () => tf.scalar(5), weight: "pseudoLabel" },
};

function forwarded(): Forwarded {
  const step = noiseStep({ primary });
  const { learningRate, weights } = step.schedule;
  const halved = { ...weights, pseudoLabel: tf.scalar(0.5) };
  const withHalf = { ...step, schedule: { learningRate, weights: halved } };
  return all(of(withHalf).pipe(dualForward({ primary })))[0]!;
}

checkMapLike("mergeTerms()", {
  operator: () => mergeTerms<Forwarded>(TERMS),
  input: forwarded,
  broken: () => ({
    ...forwarded(),
    schedule: { learningRate: { primary: tf.scalar(0) }, weights: {} },
  }),
  test: tidyTest,
});

tidyTest("mergeTerms() adds up terms with their weights, and keeps them without", () => {
  const [merged] = all(of(forwarded()).pipe(mergeTerms(TERMS)));
  assert.deepEqual(hostValues(merged!.lossTerms), { plain: 3, weighted: 5, total: 5.5 });
  assert.equal("gate" in merged!, false);
});

tidyTest("mergeTerms() passes the gate on", () => {
  const gate = { pseudo: { primary: { labels: tf.tensor1d([1], "int32") } } };
  const step = { ...forwarded(), gate } as unknown as Forwarded;
  assert.equal(all(of(step).pipe(mergeTerms(TERMS)))[0]!.gate, gate);
});

tidyTest("mergeTerms() names a weight that is missing, and those there are", () => {
  const terms = { odd: { of: () => tf.scalar(1), weight: "group" } };
  assert.throws(() => all(of(forwarded()).pipe(mergeTerms(terms))), {
    name: "TypeError",
    message: "Cannot merge losses as the schedule must have a weight named 'group': it has " +
      "pseudoLabel, contrast",
  });
});

tidyTest(
  "mergeTerms() refuses a term named like their sum",
  () =>
    assert.throws(() => mergeTerms({ total: { of: () => tf.scalar(1) } }), { name: "RangeError" }),
);

tidyTest(
  "mergeTerms() refuses to merge nothing",
  () => assert.throws(() => mergeTerms({}), { name: "RangeError", message: /at least one term$/ }),
);

tidyTest("mergeTerms() refuses a term that is not a scalar", () => {
  const terms = { clips: { of: () => tf.ones([2, 1]) as unknown as tf.Scalar } };
  assert.throws(() => all(of(forwarded()).pipe(mergeTerms(terms))), {
    name: "TypeError",
    message: "Cannot merge losses as the term 'clips' must be a scalar: current value has the " +
      "shape [2,1]",
  });
});

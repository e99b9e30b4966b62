import assert from "node:assert/strict";
import { of } from "rxjs";
import { type Forwarded, hostValues, meanGate } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { all } from "../_all.ts";
import { checkMapLike } from "../_checklist.ts";
import { tidyTest } from "../_tensors.ts";
import { forwardedOf, stepOf } from "./_logits.ts";

/** Two branches, of two unlabeled clips and two classes. */
function forwarded(): Forwarded {
  const views = (weak: number[][]) => ({
    labeled: tf.zeros<tf.Rank.R2>([1, 2]),
    weak: tf.tensor2d(weak),
    strong: tf.zeros<tf.Rank.R2>([2, 2]),
  });
  const logits = { primary: views([[4, 0], [0, 0]]), auxiliary: views([[0, 1], [0, 2]]) };
  return forwardedOf(stepOf(logits, [0], []));
}

function withoutWeak(): Forwarded {
  const { logits, ...others } = forwarded();
  return { ...others, logits: { primary: { labeled: logits.primary.labeled! } } };
}

checkMapLike("meanGate()", {
  operator: () => meanGate({ threshold: 0.3, aggregate: "logits" }),
  input: forwarded,
  broken: withoutWeak,
  test: tidyTest,
});

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

for (
  const [aggregate, confidence] of [
    // The mean difference of the logits; the mean of the probabilities.
    ["logits", [sigmoid(1.5), sigmoid(1)]],
    ["probabilities", [(sigmoid(4) + sigmoid(-1)) / 2, (0.5 + sigmoid(2)) / 2]],
  ] as const
) {
  tidyTest(`meanGate() gives all branches the label of their mean of ${aggregate}`, () => {
    const [{ gate }] = all(
      of(forwarded()).pipe(meanGate({ threshold: 0.7, aggregate })),
    ) as [ReturnType<typeof gated>];
    const { primary, auxiliary } = hostValues(gate.pseudo);
    assert.deepEqual(primary, auxiliary);
    assert.deepEqual([...primary.labels], [0, 1]);
    [...primary.confidence].forEach((value, clip) => {
      assert.ok(Math.abs(value - confidence[clip]!) < 1e-6);
    });
    assert.deepEqual([...primary.mask], confidence.map((value) => Number(value >= 0.7)));
  });
}

/** For its type. */
function gated() {
  return all(of(forwarded()).pipe(meanGate({ threshold: 0, aggregate: "logits" })))[0]!;
}

tidyTest(
  "meanGate() refuses a threshold outside 0 to 1",
  () =>
    assert.throws(() => meanGate({ threshold: 1.5, aggregate: "logits" }), { name: "RangeError" }),
);

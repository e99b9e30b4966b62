import assert from "node:assert/strict";
import { of, type OperatorFunction } from "rxjs";
import {
  alignDistribution,
  classGate,
  confidenceGate,
  type Forwarded,
  type Gated,
  meanGate,
  ownFirstGate,
  selfGate,
} from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { all } from "../_all.ts";
import { checkMapLike } from "../_checklist.ts";
import { tidyTest } from "../_tensors.ts";
import { errorOf, forwardedOf, stepOf } from "./_logits.ts";

const SHARES = [0.5, 0.5];

/** The logits of these probabilities. */
function logitsOf(probabilities: number[][]): tf.Tensor2D {
  return tf.log(tf.tensor2d(probabilities));
}

/** Two branches, of two unlabeled clips and two classes; the first is said too often. */
function forwarded(): Forwarded {
  const logits = {
    primary: { weak: logitsOf([[0.8, 0.2], [0.6, 0.4]]) },
    auxiliary: { weak: logitsOf([[0.5, 0.5], [0.1, 0.9]]) },
  };
  const { state, batch, ...others } = forwardedOf(stepOf(logits, [0], []));
  const memory = {
    primary: tf.tensor1d([1.6, 0.4]),
    auxiliary: tf.tensor1d([1, 1]),
    selected: tf.tensor1d([-1, -1], "int32"),
  };
  const videos = tf.tensor1d([1, 0], "int32");
  return { ...others, state: { ...state, memory }, batch: { ...batch, videos } };
}

function withoutMemory(): Forwarded {
  const { state: { memory: _, ...state }, ...others } = forwarded();
  return { ...others, state };
}

checkMapLike("alignDistribution()", {
  operator: () => alignDistribution({ shares: SHARES }),
  input: forwarded,
  broken: withoutMemory,
  test: tidyTest,
});

const align = alignDistribution({ shares: SHARES, decay: 0.5 });

function rounded(values: Iterable<number>): number[] {
  return Array.from(values, (value) => Math.round(1e4 * value) / 1e4);
}

tidyTest("alignDistribution() divides by what was remembered, and remembers this step", () => {
  const [{ logits, means }] = all(of(forwarded()).pipe(align)) as [ReturnType<typeof aligned>];
  const probabilities = (branch: "primary" | "auxiliary") =>
    rounded(tf.softmax(logits[branch]!.aligned!).dataSync());
  // 0.8 / 1.6 and 0.2 / 0.4; 0.6 / 1.6 and 0.4 / 0.4.
  assert.deepEqual(probabilities("primary"), [0.5, 0.5, 0.2727, 0.7273]);
  assert.deepEqual(probabilities("auxiliary"), [0.5, 0.5, 0.1, 0.9]);
  // Means of 0.7 and 0.3 are 1.4 and 0.6 times the shares.
  assert.deepEqual(rounded(means["primary"]!.dataSync()), [1.5, 0.5]);
  assert.deepEqual(rounded(means["auxiliary"]!.dataSync()), [0.8, 1.2]);
});

/** For its type. */
function aligned() {
  return all(of(forwarded()).pipe(align))[0]!;
}

/** The confidence of the labels for the primary network after a gate. */
function confidences(gate: OperatorFunction<Forwarded, Gated>): number[] {
  const [gated] = all(of(forwarded()).pipe(align, gate));
  return rounded(gated!.gate.pseudo.primary.confidence.dataSync());
}

tidyTest("gates take their labels from the aligned logits", () => {
  const threshold = 0.7;
  assert.deepEqual(confidences(selfGate({ threshold })), rounded([0.5, 8 / 11]));
  assert.deepEqual(confidences(confidenceGate({ threshold })), [0.5, 0.9]);
  assert.deepEqual(confidences(ownFirstGate({ threshold })), rounded([0.5, 8 / 11]));
  const ofBoth = rounded([0.5, (8 / 11 + 0.9) / 2]);
  assert.deepEqual(confidences(meanGate({ threshold, aggregate: "probabilities" })), ofBoth);
  assert.deepEqual(confidences(classGate({ threshold })), ofBoth);
});

tidyTest("alignDistribution() refuses steps without unlabeled clips or memory", () => {
  assert.match(String(errorOf(withoutMemory(), align)), /TypeError: .*must have 'primary'$/);
  const logits = { primary: { labeled: logitsOf([[0.5, 0.5]]) } };
  const labeledOnly = forwardedOf(stepOf(logits, [0], []));
  assert.match(String(errorOf(labeledOnly, align)), /the batch has no unlabeled clips$/);
});

Deno.test("alignDistribution() refuses shares of 0 and a decay outside 0 to 1", () => {
  assert.throws(() => alignDistribution({ shares: [1, 0] }), {
    name: "RangeError",
    message: "Cannot align labels as all 'shares' must be above 0: current value is 1,0",
  });
  assert.throws(() => alignDistribution({ shares: [1], decay: 1.5 }), RangeError);
});

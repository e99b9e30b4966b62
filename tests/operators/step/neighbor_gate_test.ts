import assert from "node:assert/strict";
import { of } from "rxjs";
import { type Forwarded, hostValues, neighborGate } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { all } from "../_all.ts";
import { checkMapLike } from "../_checklist.ts";
import { tidyTest } from "../_tensors.ts";
import { errorOf, forwardedOf, stepOf } from "./_logits.ts";

const OPTIONS = {
  teachers: ["auxiliary"],
  threshold: 0.7,
  neighbors: 1,
  temperature: 0.1,
  ownShare: 0.5,
};

/** A student, a teacher of one labeled and two unlabeled clips, and a bank with one clip. */
function forwarded(): Forwarded {
  const logits = {
    primary: { labeled: tf.zeros<tf.Rank.R2>([1, 2]), strong: tf.zeros<tf.Rank.R2>([2, 2]) },
    auxiliary: {
      labeled: tf.zeros<tf.Rank.R2>([1, 2]),
      weak: tf.log<tf.Tensor2D>(tf.tensor2d([[0.6, 0.4], [0.2, 0.8]])),
    },
  };
  const step = forwardedOf(stepOf(logits, [1], []));
  const projections = {
    primary: {},
    auxiliary: { labeled: tf.tensor2d([[0, 3]]), weak: tf.tensor2d([[2, 0], [0, -1]]) },
  };
  const memory = {
    embeddings: tf.tensor2d([[1, 0], [0, 0], [0, 0], [0, 0]]),
    probabilities: tf.tensor2d([[1, 0], [0, 0], [0, 0], [0, 0]]),
  };
  return { ...step, projections, state: { ...step.state, memory } };
}

function withoutMemory(): Forwarded {
  const { state: { memory: _, ...state }, ...others } = forwarded();
  return { ...others, state };
}

checkMapLike("neighborGate()", {
  operator: () => neighborGate(OPTIONS),
  input: forwarded,
  broken: withoutMemory,
  test: tidyTest,
});

function assertNear(actual: ArrayLike<number>, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, index) => assert.ok(Math.abs(actual[index]! - value) < 1e-6));
}

tidyTest("neighborGate() smooths the teachers' probabilities, for those that learn", () => {
  const [{ gate, estimate }] = all(of(forwarded()).pipe(neighborGate(OPTIONS))) as [
    ReturnType<typeof gated>,
  ];
  assertNear(estimate.dataSync(), [1, 0, 1, 0]);
  assert.deepEqual(Object.keys(gate.pseudo), ["primary"]);
  const { labels, confidence, mask } = hostValues(gate.pseudo.primary);
  assert.deepEqual([...labels], [0, 0]);
  assertNear(confidence as Float32Array, [0.8, 0.6]);
  assert.deepEqual([...mask], [1, 0]);
});

/** For its type. */
function gated() {
  return all(of(forwarded()).pipe(neighborGate(OPTIONS)))[0]!;
}

tidyTest(
  "neighborGate() remembers the clips of the step, and looks into the bank before it",
  () => {
    const { memory, bank } = gated();
    assertNear(memory["embeddings"]!.dataSync(), [[0, 1], [1, 0], [0, -1], [1, 0]].flat());
    assertNear(
      memory["probabilities"]!.dataSync(),
      [[0, 1], [0.6, 0.4], [0.2, 0.8], [1, 0]].flat(),
    );
    assertNear(bank.probabilities.dataSync(), [[1, 0], [0, 0], [0, 0], [0, 0]].flat());
  },
);

tidyTest("neighborGate() refuses steps without teachers' views or memory", () => {
  const errors = [
    errorOf(withoutMemory(), neighborGate(OPTIONS)),
    errorOf(forwarded(), neighborGate({ ...OPTIONS, teachers: ["primary"] })),
    errorOf(forwarded(), neighborGate({ ...OPTIONS, teachers: [] })),
  ];
  assert.match(String(errors[0]), /must have 'embeddings' and 'probabilities'$/);
  assert.match(
    String(errors[1]),
    /each of the teachers must have weak views: there are 0 for primary$/,
  );
  assert.match(String(errors[2]), /there are 0 for none$/);
});

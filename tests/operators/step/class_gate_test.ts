import assert from "node:assert/strict";
import { of } from "rxjs";
import { classGate, type Forwarded, hostValues } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { all } from "../_all.ts";
import { checkMapLike } from "../_checklist.ts";
import { tidyTest } from "../_tensors.ts";
import { errorOf, forwardedOf, stepOf } from "./_logits.ts";

/** The logits of these probabilities. */
function logitsOf(probabilities: number[][]): tf.Tensor2D {
  return tf.log(tf.tensor2d(probabilities));
}

/** Two branches, of three unlabeled clips and two classes, and what is remembered of five videos. */
function forwarded(selected = [0, 0, 0, 1, -1]): Forwarded {
  const logits = {
    primary: { weak: logitsOf([[0.95, 0.05], [0.3, 0.7], [0.6, 0.4]]) },
    auxiliary: { weak: logitsOf([[0.75, 0.25], [0.3, 0.7], [0.5, 0.5]]) },
  };
  const { state, batch, ...others } = forwardedOf(stepOf(logits, [0], []));
  return {
    ...others,
    state: { ...state, memory: { selected: tf.tensor1d(selected, "int32") } },
    batch: { ...batch, videos: tf.tensor1d([4, 1, 0], "int32") },
  };
}

function withoutVideos(): Forwarded {
  const { batch: { videos: _, ...batch }, ...others } = forwarded();
  return { ...others, batch };
}

checkMapLike("classGate()", {
  operator: () => classGate({ threshold: 0.8 }),
  input: forwarded,
  broken: withoutVideos,
  test: tidyTest,
});

function gated(input: Forwarded) {
  const [{ gate, memory }] = all(of(input).pipe(classGate({ threshold: 0.8 }))) as [
    ReturnType<typeof typed>,
  ];
  return { pseudo: hostValues(gate.pseudo), remembered: [...memory["selected"]!.dataSync()] };
}

/** For its type. */
function typed() {
  return all(of(forwarded()).pipe(classGate({ threshold: 0.8 })))[0]!;
}

tidyTest("classGate() asks for more confidence in classes that more videos were given", () => {
  // σ = [3, 1], one video has none: β = [1, 1/3], thresholds 0.8 and 0.8 · (0.5 + 0.5 · 0.2).
  const { primary, auxiliary } = gated(forwarded()).pseudo;
  assert.deepEqual(primary, auxiliary);
  assert.deepEqual([...primary.labels], [0, 1, 0]);
  assert.deepEqual([...primary.mask], [1, 1, 0]);
});

tidyTest("classGate() remembers labels of at least the whole threshold", () => {
  assert.deepEqual(gated(forwarded()).remembered, [0, 0, 0, 1, 0]);
});

tidyTest("classGate() asks for half the threshold before the first confident label", () => {
  const logits = { primary: { weak: logitsOf([[0.45, 0.3, 0.25], [0.38, 0.32, 0.3]]) } };
  const { state, batch, ...others } = forwardedOf(stepOf(logits, [0], []));
  const { primary } = gated({
    ...others,
    state: { ...state, memory: { selected: tf.tensor1d([-1, -1], "int32") } },
    batch: { ...batch, videos: tf.tensor1d([0, 1], "int32") },
  }).pseudo;
  assert.deepEqual([...primary.mask], [1, 0]);
});

tidyTest("classGate() refuses steps without videos or memory", () => {
  const operator = classGate({ threshold: 0.8 });
  assert.match(String(errorOf(withoutVideos(), operator)), /TypeError: .*their 'videos'$/);
  const { state: { memory: _, ...state }, ...others } = forwarded();
  assert.match(String(errorOf({ ...others, state }, operator)), /must have 'selected'$/);
});

import assert from "node:assert/strict";
import { Segments } from "../../../pipeline/prediction/_segments.ts";

const RULE = { classes: ["run", "sit"], threshold: 0, framesPerSecond: 10 };

function segmentsOf(probabilities: readonly number[], threshold = 0) {
  const segments = new Segments({ ...RULE, threshold });
  const isNew = probabilities.map((run, index) =>
    segments.add({
      from: 10 * index,
      to: 10 * index + 10,
      probabilities: Float32Array.of(run, 1 - run),
    }).isNew
  );
  return { all: segments.all, isNew };
}

Deno.test("Segments merges moments of one class; the probability is the mean over their time", () => {
  const { all, isNew } = segmentsOf([1, 0.5, 0.25, 0.25, 0.75]);
  assert.deepEqual(all, [
    { start: 0, end: 2, class: "run", probability: 0.75 },
    { start: 2, end: 4, class: "sit", probability: 0.75 },
    { start: 4, end: 5, class: "run", probability: 0.75 },
  ]);
  assert.deepEqual(isNew, [true, false, true, false, true]);
});

Deno.test("Segments gives moments below the threshold no class, and merges them", () => {
  const { all } = segmentsOf([1, 0.5, 0.5, 0], 0.75);
  assert.deepEqual(all, [
    { start: 0, end: 1, class: "run", probability: 1 },
    { start: 1, end: 3, class: null, probability: 0.5 },
    { start: 3, end: 4, class: "sit", probability: 1 },
  ]);
});

Deno.test("Segments weighs probabilities by time", () => {
  const segments = new Segments(RULE);
  segments.add({ from: 0, to: 30, probabilities: Float32Array.of(1, 0) });
  segments.add({ from: 30, to: 40, probabilities: Float32Array.of(0.5, 0.25) });
  assert.equal(segments.all[0]?.probability, 0.875);
});

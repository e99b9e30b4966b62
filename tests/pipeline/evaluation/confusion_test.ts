import assert from "node:assert/strict";
import fc from "fast-check";
import { ConfusionCounts, mostProbable } from "../../../pipeline/evaluation/confusion.ts";

Deno.test("ConfusionCounts counts top-1, top-5 and each class", () => {
  const counts = new ConfusionCounts(7);
  const answer = (best: number, second: number) =>
    Array.from({ length: 7 }, (_, index) => index === best ? 0.6 : index === second ? 0.3 : 0.02);
  counts.add(0, answer(0, 1));
  counts.add(0, answer(1, 0));
  counts.add(6, answer(2, 3));
  const { videos, top1, top5, perClass, confusion } = counts.scores;
  assert.equal(videos, 3);
  assert.equal(top1, 1 / 3);
  // Of equal probabilities the first classes count as higher, so class 6 is not among five.
  assert.equal(top5, 2 / 3);
  assert.deepEqual(perClass, [0.5, NaN, NaN, NaN, NaN, NaN, 0]);
  assert.deepEqual(confusion[0], [1, 1, 0, 0, 0, 0, 0]);
  assert.deepEqual(confusion[6], [0, 0, 1, 0, 0, 0, 0]);
});

Deno.test("ConfusionCounts refuses what does not fit its classes", () => {
  const counts = new ConfusionCounts(3);
  assert.throws(() => counts.add(3, [0, 0, 1]), RangeError);
  assert.throws(() => counts.add(-1, [0, 0, 1]), RangeError);
  assert.throws(() => counts.add(0, [0, 1]), RangeError);
  for (const value of [NaN, Infinity]) {
    assert.throws(() => counts.add(0, [value, 0, 0]), { name: "RangeError", message: /finite/ });
  }
});

Deno.test("ConfusionCounts agrees with itself: top-1 is the diagonal, top-5 at least top-1", () => {
  const video = fc.tuple(fc.nat(5), fc.array(fc.nat(9), { minLength: 6, maxLength: 6 }));
  fc.assert(fc.property(fc.array(video, { minLength: 1 }), (videos) => {
    const counts = new ConfusionCounts(6);
    for (const [label, probabilities] of videos) counts.add(label, probabilities);
    const { top1, top5, confusion } = counts.scores;
    const diagonal = confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0);
    assert.equal(top1, diagonal / videos.length);
    assert.ok(top5 >= top1 && top5 <= 1);
    assert.equal(counts.scores.videos, videos.length);
  }));
});

Deno.test("mostProbable() puts the highest first and of equal ones the first", () => {
  assert.deepEqual(mostProbable(Float32Array.of(0.25, 0.5, 0.25), 2), [1, 0]);
  assert.deepEqual(mostProbable([1], 5), [0]);
});

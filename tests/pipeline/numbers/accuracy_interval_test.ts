import assert from "node:assert/strict";
import { accuracyInterval } from "../../../pipeline/numbers/accuracy_interval.ts";
import { wilsonInterval } from "../../../pipeline/numbers/wilson_interval.ts";

/** Answers for cuts of sources: `isRight` of the number of the source and of the cut. */
function answersOf(
  sources: number,
  cuts: number,
  isRight: (source: number, cut: number) => boolean,
): Map<string, boolean> {
  return new Map(
    Array.from({ length: sources * cuts }, (_, index) => {
      const [source, cut] = [Math.floor(index / cuts), index % cuts];
      return [`Lunges/v_Lunges_g${source}_c${cut}.avi`, isRight(source, cut)];
    }),
  );
}

Deno.test("accuracyInterval() of single videos is Wilson's", () => {
  const answers = new Map(Array.from({ length: 100 }, (_, index) => [`${index}`, index < 70]));
  const { sources, ...interval } = accuracyInterval(answers);
  assert.deepEqual({ sources, ...interval }, { sources: 100, ...wilsonInterval(0.7, 100) });
});

Deno.test("accuracyInterval() counts equal cuts of a source as one", () => {
  const answers = answersOf(40, 5, (source) => source < 24);
  const { low, high, sources } = accuracyInterval(answers);
  const expected = wilsonInterval(0.6, 40);
  assert.equal(sources, 40);
  assert.ok(Math.abs(low - expected.low) < 1e-9 && Math.abs(high - expected.high) < 1e-9);
});

Deno.test("accuracyInterval() is not surer than of as many single videos", () => {
  // Each source has as many right as any other, which no sample of single videos would have.
  const { low, high } = accuracyInterval(answersOf(40, 5, (_, cut) => cut < 3));
  assert.deepEqual({ low, high }, wilsonInterval(0.6, 200));
});

Deno.test("accuracyInterval() of all right counts sources, as nothing shows more", () => {
  const { low, high } = accuracyInterval(answersOf(20, 5, () => true));
  assert.deepEqual({ low, high }, wilsonInterval(1, 20));
});

Deno.test("accuracyInterval() of one source is that of its cuts", () => {
  // The sum of their deviations is zero: they show nothing of other sources.
  const { low, high, sources } = accuracyInterval(answersOf(1, 10, (_, cut) => cut < 5));
  assert.equal(sources, 1);
  assert.deepEqual({ low, high }, wilsonInterval(0.5, 10));
});

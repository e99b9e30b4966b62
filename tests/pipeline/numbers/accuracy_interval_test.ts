import assert from "node:assert/strict";
import { accuracyInterval } from "../../../pipeline/numbers/accuracy_interval.ts";
import { wilsonInterval } from "../../../pipeline/numbers/wilson_interval.ts";
import { answersOfCuts } from "./_answers.ts";

Deno.test("accuracyInterval() of single videos is Wilson's", () => {
  const answers = new Map(Array.from({ length: 100 }, (_, index) => [`${index}`, index < 70]));
  const { sources, ...interval } = accuracyInterval(answers);
  assert.deepEqual({ sources, ...interval }, { sources: 100, ...wilsonInterval(0.7, 100) });
});

Deno.test("accuracyInterval() counts equal cuts of a source as one", () => {
  const { low, high, sources } = accuracyInterval(answersOfCuts(40, 5, (source) => source < 24));
  const expected = wilsonInterval(0.6, 40);
  assert.equal(sources, 40);
  assert.ok(Math.abs(low - expected.low) < 1e-9 && Math.abs(high - expected.high) < 1e-9);
});

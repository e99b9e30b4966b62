import assert from "node:assert/strict";
import type { ResultScores, Scores } from "../../../pipeline/run/results.ts";
import { afterValidation } from "../../../pipeline/training/after_validation.ts";
import { describeValidation } from "../../../pipeline/training/describe_validation.ts";

function of(top1: number): Scores {
  return { videos: 10, top1, top5: 1, perClass: [], confusion: [] };
}

/** The states after some scores, one after each step. */
function statesOf(scores: readonly ResultScores[]) {
  const states: NonNullable<Parameters<typeof afterValidation>[0]>[] = [];
  for (const [index, results] of scores.entries()) {
    states.push(afterValidation(states.at(-1), { step: index + 1, scores: results }));
  }
  return states;
}

Deno.test("afterValidation() keeps the highest score, of equal ones the last", () => {
  const states = statesOf([0.5, 0.7, 0.6, 0.7, 0.4].map((top1) => ({ primary: of(top1) })));
  assert.deepEqual(states.map(({ best }) => best.step), [1, 2, 2, 4, 4]);
  assert.deepEqual(states.map(({ best }) => best.top1), [0.5, 0.7, 0.7, 0.7, 0.7]);
  // An equal score does not count as one, or a run at its limit would never end.
  assert.deepEqual(states.map(({ withoutGain }) => withoutGain), [0, 0, 1, 2, 3]);
});

Deno.test("afterValidation() compares both networks together if there are two", () => {
  const pair = (primary: number, both: number) => ({
    primary: of(primary),
    auxiliary: of(1),
    both: of(both),
  });
  const [, last] = statesOf([pair(0.9, 0.3), pair(0.1, 0.4)]);
  assert.deepEqual(last, { step: 2, best: { step: 2, top1: 0.4 }, withoutGain: 0 });
});

Deno.test("describeValidation() says how the networks did, and how long without a gain", () => {
  const scores = { primary: of(0.5), auxiliary: of(0.7), both: of(0.6) };
  const state = { step: 40, best: { step: 40, top1: 0.6 }, withoutGain: 0 };
  assert.equal(
    describeValidation(scores, { ...state, patience: 3 }),
    "step 40: validation top-1 60.0 % (primary 50.0, auxiliary 70.0), the best so far",
  );
  assert.equal(
    describeValidation({ primary: of(0.6) }, { ...state, withoutGain: 1, patience: 3 }),
    "step 40: validation top-1 60.0 %, as good as the best so far; 1 of 3 without a gain",
  );
  const later = { step: 60, best: { step: 40, top1: 0.65 }, withoutGain: 1 };
  assert.equal(
    describeValidation({ primary: of(0.6) }, { ...later, patience: 3 }),
    "step 60: validation top-1 60.0 %, the best is 65.0 after step 40; 1 of 3 without a gain",
  );
});

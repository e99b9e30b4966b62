import assert from "node:assert/strict";
import { describeChance } from "../../../pipeline/evaluation/describe_chance.ts";
import type { Scores } from "../../../pipeline/run/results.ts";

/** Scores of two classes with `right` of the videos right, of which `frequent` are of the first. */
function scores(right: number, counts: { videos?: number; frequent?: number } = {}): Scores {
  const { videos = 60, frequent = videos / 2 } = counts;
  const rightOfFirst = Math.min(right, frequent);
  const rightOfSecond = right - rightOfFirst;
  const confusion = [
    [rightOfFirst, frequent - rightOfFirst],
    [videos - frequent - rightOfSecond, rightOfSecond],
  ];
  return { videos, top1: right / videos, top5: 1, perClass: [], confusion };
}

Deno.test("describeChance() names who is not clearly better than the most frequent class", () => {
  // 37 of 60 are right by chance in 4.6 %, 36 in 7.7 % of all test sets.
  assert.equal(
    describeChance({ primary: scores(36), auxiliary: scores(37), both: scores(33) }),
    "Not clearly better than chance (50 %; 60 test videos, ± 6): primary 60.0 %, both 55.0 %",
  );
  assert.equal(describeChance({ primary: scores(37) }), undefined);
});

Deno.test("describeChance() takes the share of the most frequent class for chance", () => {
  const uneven = { videos: 60, frequent: 48 };
  assert.equal(
    describeChance({ primary: scores(50, uneven) }),
    "Not clearly better than chance (80 %; 60 test videos, ± 5): primary 83.3 %",
  );
  assert.equal(describeChance({ primary: scores(55, uneven) }), undefined);
});

Deno.test("describeChance() says nothing about what was not scored", () => {
  assert.equal(describeChance({}), undefined);
});

Deno.test("describeChance() finds no test of few videos clear", () => {
  assert.match(describeChance({ primary: scores(4, { videos: 4 }) }) ?? "", /4 test videos, ± 25/);
  assert.equal(
    describeChance({ primary: scores(5, { videos: 5, frequent: 3 }) }) ?? "",
    "Not clearly better than chance (60 %; 5 test videos, ± 22): primary 100.0 %",
  );
});

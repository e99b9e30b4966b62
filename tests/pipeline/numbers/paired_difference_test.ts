import assert from "node:assert/strict";
import { pairedDifference } from "../../../pipeline/numbers/paired_difference.ts";
import { answersOf } from "./_answers.ts";

Deno.test("pairedDifference() of equal answers is zero, and sure", () => {
  const answers = answersOf("1101", "0111");
  const difference = pairedDifference(answers, answers)!;
  assert.deepEqual(difference, {
    mean: 0,
    low: 0,
    high: 0,
    seeds: 2,
    videos: 4,
    sources: 4,
    isSame: true,
  });
});

Deno.test("pairedDifference() compares each video with itself", () => {
  // Half of the videos are hard for both; the first method is right about one more in ten.
  const hard = "0".repeat(50);
  const first = answersOf(hard + "1".repeat(50));
  const second = answersOf(hard + "1".repeat(40) + "0".repeat(10));
  const { mean, low, high } = pairedDifference(first, second)!;
  assert.equal(mean, 0.1);
  // The normal approximation: 0.1 ± 1.96 · sqrt(0.1 · 0.9 / 100).
  assert.ok(Math.abs(low - 0.041) < 0.002, String(low));
  assert.ok(Math.abs(high - 0.159) < 0.002, String(high));
});

Deno.test("pairedDifference() is the other way around with its arguments swapped", () => {
  const first = answersOf("1101100", "1110110");
  const second = answersOf("0101010", "1010010");
  const there = pairedDifference(first, second)!;
  const back = pairedDifference(second, first)!;
  assert.equal(there.mean, -back.mean);
  assert.ok(Math.abs(there.low + back.high) < 1e-12);
  assert.ok(Math.abs(there.high + back.low) < 1e-12);
});

Deno.test("pairedDifference() leaves out videos and seeds that only one has", () => {
  const { mean, seeds, videos } = pairedDifference(answersOf("11-1", "1111"), answersOf("0111"))!;
  assert.deepEqual([mean, seeds, videos], [1 / 3, 1, 3]);
});

Deno.test("pairedDifference() counts that other seeds give other numbers", () => {
  const better = "1".repeat(20);
  const worse = "0".repeat(20);
  const { mean, low, high } = pairedDifference(answersOf(better, worse), answersOf(worse, worse))!;
  assert.deepEqual([mean, low, high], [0.5, -1, 1]);
});

Deno.test("pairedDifference() says whether both are right for the same videos, with each seed", () => {
  const isSame = (first: string[], second: string[]) =>
    pairedDifference(answersOf(...first), answersOf(...second))!.isSame;
  assert.equal(isSame(["10", "01"], ["10", "01"]), true);
  assert.equal(isSame(["10", "01"], ["10", "10"]), false);
  assert.equal(isSame(["11"], ["10"]), false);
});

Deno.test("pairedDifference() is undefined for methods that have no test video in common", () => {
  assert.equal(pairedDifference(answersOf("1-"), answersOf("-1")), undefined);
});

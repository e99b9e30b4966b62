import assert from "node:assert/strict";
import fc from "fast-check";
import { binomialTail } from "../../../pipeline/numbers/binomial_tail.ts";

/** Computed with fractions, the last one with logarithms of factorials. */
const KNOWN = [
  { successes: 33, trials: 60, probability: 0.5, tail: 0.259479 },
  { successes: 37, trials: 60, probability: 0.5, tail: 0.046230 },
  { successes: 36, trials: 60, probability: 0.5, tail: 0.077501 },
  { successes: 3, trials: 4, probability: 0.25, tail: 0.050781 },
  { successes: 20_100, trials: 40_000, probability: 0.5, tail: 0.159868 },
] as const;

for (const { successes, trials, probability, tail } of KNOWN) {
  Deno.test(`binomialTail() of ${successes} of ${trials} at ${probability}`, () => {
    assert.equal(binomialTail(successes, { trials, probability }).toFixed(6), tail.toFixed(6));
  });
}

Deno.test("binomialTail() falls with the successes, from 1 to the probability that all succeed", () => {
  const trials = fc.integer({ min: 1, max: 200 });
  const probability = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  fc.assert(fc.property(trials, probability, (trials, probability) => {
    const tails = Array.from(
      { length: trials + 1 },
      (_, successes) => binomialTail(successes, { trials, probability }),
    );
    assert.equal(tails[0], 1);
    assert.ok(Math.abs(tails[trials]! - probability ** trials) < 1e-9);
    assert.ok(tails.every((tail, index) => index === 0 || tail <= tails[index - 1]! + 1e-12));
  }));
});

Deno.test("binomialTail() is at most 1, whatever is rounded", () => {
  for (let trials = 1; trials <= 300; trials++) {
    assert.ok(binomialTail(1, { trials, probability: 0.9 }) <= 1, String(trials));
  }
});

Deno.test("binomialTail() of what is certain or impossible", () => {
  assert.equal(binomialTail(3, { trials: 3, probability: 1 }), 1);
  assert.equal(binomialTail(1, { trials: 3, probability: 0 }), 0);
});

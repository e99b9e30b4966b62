import assert from "node:assert/strict";
import fc from "fast-check";
import { chooseSpread } from "../../../pipeline/suggestion/choose_spread.ts";

function choose(
  candidates: readonly (readonly [score: number, position: number])[],
  count: number,
) {
  return chooseSpread(
    candidates.map(([score, position]) => ({ score, point: Float32Array.of(position) })),
    { count, seed: 0 },
  );
}

Deno.test("chooseSpread() chooses one of several copies, though their scores are the highest", () => {
  const chosen = choose([[0.9, 0], [0.9, 0], [0.9, 0], [0.5, 10], [0.4, 20]], 3);
  assert.deepEqual(chosen, [0, 3, 4]);
});

Deno.test("chooseSpread() chooses copies once nothing else is left", () => {
  assert.deepEqual(choose([[0.9, 0], [0.8, 0], [0.5, 10]], 3), [0, 1, 2]);
  assert.deepEqual(choose([[0.9, 0], [0.5, 10]], 5), [0, 1]);
  assert.deepEqual(choose([], 5), []);
});

Deno.test("chooseSpread() leaves out candidates whose score is nothing", () => {
  assert.deepEqual(choose([[0, 0], [0.5, 10], [0, 20], [0.4, 11]], 2), [1, 3]);
});

Deno.test("chooseSpread() chooses as many as there are, each once, the highest scores first", () => {
  const candidates = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(20)));
  fc.assert(
    fc.property(candidates, fc.integer({ min: 1, max: 30 }), (all, count) => {
      const chosen = choose(all, count);
      assert.equal(chosen.length, Math.min(count, all.length));
      assert.equal(new Set(chosen).size, chosen.length);
      const scores = chosen.map((index) => all[index]![0]);
      assert.deepEqual(scores, [...scores].sort((a, b) => b - a));
      assert.deepEqual(choose(all, count), chosen);
    }),
  );
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { drawsFor } from "../../../operators/mod.ts";
import { weightedKMeans } from "../../../pipeline/suggestion/weighted_k_means.ts";

function cluster(values: readonly number[], count: number, weights = values.map(() => 1)) {
  const draws = drawsFor({ seed: 0, phase: 0, epoch: 0, video: "", view: "test" });
  const points = values.map((value) => Float32Array.of(value));
  return weightedKMeans(points, { weights, count, draws }).members;
}

/** Groups without an order. */
function groupsOf(members: readonly (readonly number[])[]): string[] {
  return members.map((group) => [...group].sort((a, b) => a - b).join(" ")).sort();
}

Deno.test("weightedKMeans() finds groups of near points", () => {
  assert.deepEqual(groupsOf(cluster([0, 10, 0.1, 20, 10.1, 0.2], 3)), ["0 2 5", "1 4", "3"]);
});

Deno.test("weightedKMeans() names the point nearest to the center first", () => {
  const [members] = cluster([0, 1, 2, 3, 10], 1);
  assert.equal(members?.[0], 3);
});

Deno.test("weightedKMeans() moves the center to the points that weigh more", () => {
  const [members] = cluster([0, 1, 2, 3, 10], 1, [100, 1, 1, 1, 1]);
  assert.equal(members?.[0], 0);
});

Deno.test("weightedKMeans() makes one group of equal points, and none of no points", () => {
  assert.deepEqual(cluster([5, 5, 5], 2), [[0, 1, 2]]);
  assert.deepEqual(cluster([], 2), []);
});

Deno.test("weightedKMeans() puts each point into one group, the same each time", () => {
  const points = fc.array(fc.record({ value: fc.integer(), weight: fc.nat(3) }), { minLength: 1 })
    .filter((items) => items.some(({ weight }) => weight > 0));
  fc.assert(
    fc.property(points, fc.integer({ min: 1, max: 9 }), (items, count) => {
      const values = items.map(({ value }) => value % 1000);
      const weights = items.map(({ weight }) => weight);
      const members = cluster(values, count, weights);
      assert.ok(members.length <= count);
      assert.deepEqual(members.flat().sort((a, b) => a - b), [...values.keys()]);
      assert.deepEqual(cluster(values, count, weights), members);
    }),
  );
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { PopulationStatistics } from "../../../models/mod.ts";

/** Mean and unbiased variance. */
function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}

Deno.test("PopulationStatistics.values() are the mean of the means and the total variance", () => {
  const population = new PopulationStatistics();
  population.add({ "a.running_mean": [1, 0], "a.running_var": [2, 5] });
  population.add({ "a.running_mean": [3, 0], "a.running_var": [4, 7] });
  // 3 within batches on average, and 1 between the means 1 and 3.
  assert.deepEqual(population.values(), {
    "a.running_mean": Float32Array.of(2, 0),
    "a.running_var": Float32Array.of(4, 6),
  });
  assert.equal(population.batches, 2);
});

Deno.test("PopulationStatistics.values() are the statistics of all values together", () => {
  const batches = fc.array(
    fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 500, maxLength: 500 }),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(fc.property(batches, fc.constantFrom(0, 3000), (batches, offset) => {
    const population = new PopulationStatistics();
    const shifted = batches.map((batch) => batch.map((value) => value + offset));
    for (const { mean, variance } of shifted.map(moments)) {
      population.add({ "n.running_mean": [mean], "n.running_var": [variance] });
    }
    const all = moments(shifted.flat());
    const { "n.running_mean": mean, "n.running_var": variance } = population.values();
    assert.ok(Math.abs(mean![0]! - all.mean) <= 1e-6 * (1 + Math.abs(all.mean)));
    // Over n - 1 in each batch: up to one 500th more.
    assert.ok(Math.abs(variance![0]! - all.variance) <= all.variance / 400 + 1e-6);
  }));
});

Deno.test("PopulationStatistics.add() refuses a mean without a variance", () =>
  assert.throws(
    () => new PopulationStatistics().add({ "a.running_mean": [1] }),
    /as 'a\.running_var' must be in it/,
  ));

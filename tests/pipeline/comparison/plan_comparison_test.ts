import assert from "node:assert/strict";
import { planComparison } from "../../../pipeline/comparison/plan_comparison.ts";

const OPTIONS = { name: "c", config: "motion_small", methods: ["supervised", "cmpl"], seeds: 2 };

Deno.test("planComparison() plans each method with each seed", async () => {
  const { runs } = await planComparison({ ...OPTIONS, overrides: [] });
  assert.deepEqual(runs.map(({ config: { method, seed } }) => [method.name, seed]), [
    ["supervised", 0],
    ["supervised", 1],
    ["cmpl", 0],
    ["cmpl", 1],
  ]);
});

for (const path of ["seed", "method.name"]) {
  Deno.test(`planComparison() refuses what it sets itself: ${path}`, () =>
    assert.rejects(planComparison({ ...OPTIONS, overrides: [{ path, value: 5 }] }), {
      name: "ConfigError",
      message: RegExp(`^Cannot use --set as it must leave out ${path}: --(seeds|methods) `),
    }));
}

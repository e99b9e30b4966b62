import assert from "node:assert/strict";
import { engineCases, networksOf, viewsOf } from "../../../bench/engine/cases.ts";
import { readEngineResults } from "../../../bench/engine/results.ts";

Deno.test("engineCases() has a case for each row of the results, of the same title", async () => {
  const cases = await engineCases();
  const { rows } = await readEngineResults();
  assert.deepEqual([...new Set(rows.map(({ row }) => row))], Object.keys(cases));
  for (const { row, title } of rows) assert.equal(title, cases[row]!.title);
});

Deno.test("engineCases() trains the pair with all views, single networks with labels alone", async () => {
  const { a, c } = await engineCases();
  assert.deepEqual(viewsOf(a!), ["labeled"]);
  assert.deepEqual(networksOf(a!).map(({ network }) => network), ["primary"]);
  assert.deepEqual(viewsOf(c!), ["labeled", "weak", "strong"]);
  assert.deepEqual(networksOf(c!).map(({ network }) => network), ["primary", "auxiliary"]);
});

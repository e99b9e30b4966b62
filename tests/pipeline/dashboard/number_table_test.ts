import assert from "node:assert/strict";
import { NumberTable } from "../../../pipeline/dashboard/number_table.ts";

Deno.test("NumberTable keeps the numbers of each line, those in fields of fields too", () => {
  const table = new NumberTable();
  table.add(1, { loss: 4, terms: { one: 1 }, list: [0, 5], text: "no number", nothing: null });
  table.add(2, { loss: 3, terms: { two: 2 } });
  const columns = Array.from(table.columns, ([name, column]) => [name, column.at(0), column.at(1)]);
  assert.deepEqual(columns, [
    ["loss", 4, 3],
    ["terms.one", 1, NaN],
    ["list.0", 0, NaN],
    ["list.1", 5, NaN],
    ["terms.two", NaN, 2],
  ]);
  assert.deepEqual([table.rows, table.lastStep, table.stepOf(0), table.size], [2, 2, 1, 12]);
});

Deno.test("NumberTable grows with the rows, and finds them by their step", () => {
  const table = new NumberTable();
  for (let step = 10; step <= 10_000; step += 10) table.add(step, { value: step });
  assert.equal(table.columns.get("value")?.at(999), 10_000);
  assert.deepEqual([0, 10, 11, 10_000, 10_001].map((step) => table.rowFrom(step)), [
    0,
    0,
    1,
    999,
    1000,
  ]);
});

Deno.test("NumberTable leaves out numbers of too many names, and says so", () => {
  const table = new NumberTable();
  for (let step = 1; step <= 2000; step++) table.add(step, { [`name ${step}`]: step });
  assert.deepEqual([table.isFull, table.columns.size, table.rows], [true, 1024, 2000]);
  assert.equal(table.columns.get("name 7")?.at(6), 7);
});

Deno.test("NumberTable takes names of every object, and nesting without end", () => {
  const table = new NumberTable();
  const nested = JSON.parse(`${'{"a":'.repeat(1000)}1${"}".repeat(1000)}`);
  const hostile = JSON.parse('{"__proto__":1,"constructor":{"prototype":2}}');
  table.add(1, { ...nested, hostile, infinite: Infinity });
  assert.deepEqual([...table.columns.keys()], [
    "hostile.__proto__",
    "hostile.constructor.prototype",
    "infinite",
  ]);
  assert.ok(Number.isNaN(table.columns.get("infinite")?.at(0)));
});

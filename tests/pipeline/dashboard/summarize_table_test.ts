import assert from "node:assert/strict";
import fc from "fast-check";
import { bucketRows } from "../../../pipeline/dashboard/bucket_rows.ts";
import { countByConfidence } from "../../../pipeline/dashboard/count_by_confidence.ts";
import { NumberTable } from "../../../pipeline/dashboard/number_table.ts";
import { summarizeTable } from "../../../pipeline/dashboard/summarize_table.ts";

const ALL = { from: 0, to: 1e9 };

function tableOf(lines: readonly Readonly<Record<string, unknown>>[]): NumberTable {
  const table = new NumberTable();
  for (const [index, line] of lines.entries()) table.add(index + 1, line);
  return table;
}

Deno.test("summarizeTable() gives each line if there are few, and means of many", () => {
  const table = tableOf([{ loss: 4 }, { loss: 2 }, {}, { loss: 9 }, { loss: 1 }]);
  assert.deepEqual(summarizeTable(table, bucketRows(table, { points: 5, ...ALL })), {
    from: [1, 2, 3, 4, 5],
    to: [1, 2, 3, 4, 5],
    columns: {
      loss: { mean: [4, 2, null, 9, 1], min: [4, 2, null, 9, 1], max: [4, 2, null, 9, 1] },
    },
  });
  assert.deepEqual(summarizeTable(table, bucketRows(table, { points: 3, ...ALL })), {
    from: [1, 3, 5],
    to: [2, 4, 5],
    columns: { loss: { mean: [3, 9, 1], min: [2, 9, 1], max: [4, 9, 1] } },
  });
});

Deno.test("summarizeTable() gives the steps that are asked for, more finely", () => {
  const table = tableOf(Array.from({ length: 100 }, (_, index) => ({ value: index + 1 })));
  const buckets = bucketRows(table, { points: 10, from: 51, to: 60 });
  assert.deepEqual(summarizeTable(table, buckets).from, [51, 52, 53, 54, 55, 56, 57, 58, 59, 60]);
  assert.deepEqual(bucketRows(table, { points: 10, from: 101, to: 200 }), []);
  assert.deepEqual(bucketRows(table, { points: 10, from: 60, to: 50 }), []);
});

Deno.test("summarizeTable() weighs the share of right pseudo-labels by those that were judged", () => {
  const gate = (judged: number, right: number) => ({ gate: { primary: { judged, right } } });
  const table = tableOf([gate(1, 1), gate(9, 0), gate(0, 0)]);
  const buckets = bucketRows(table, { points: 1, ...ALL });
  assert.deepEqual(summarizeTable(table, buckets).columns, {
    "gate.primary.right": { mean: [0.1], min: [0], max: [1] },
  });
});

Deno.test("countByConfidence() adds up the clips of each bucket, by network", () => {
  const gate = (...histogram: number[]) => ({ gate: { primary: { histogram } } });
  const table = tableOf([gate(1, 2), gate(0, 3), gate(5, 5), {}]);
  const buckets = bucketRows(table, { points: 2, ...ALL });
  assert.deepEqual(countByConfidence(table, buckets), { primary: [[1, 5], [5, 5]] });
  assert.deepEqual(summarizeTable(table, buckets).columns, {});
});

Deno.test("bucketRows() and summarizeTable() lose no line, whatever the number of points", () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 200 });
  fc.assert(fc.property(values, fc.integer({ min: 1, max: 50 }), (numbers, points) => {
    const table = tableOf(numbers.map((value) => ({ value })));
    const buckets = bucketRows(table, { points, ...ALL });
    assert.ok(buckets.length <= points);
    assert.equal(buckets.reduce((sum, { start, end }) => sum + end - start, 0), numbers.length);
    const { columns } = summarizeTable(table, buckets);
    const { min = [], max = [], mean = [] } = columns.value ?? {};
    assert.deepEqual(Math.min(...min.map(Number)), Math.min(...numbers));
    assert.deepEqual(Math.max(...max.map(Number)), Math.max(...numbers));
    const total = buckets.reduce((sum, { start, end }, index) => {
      return sum + Number(mean[index]) * (end - start);
    }, 0);
    assert.ok(Math.abs(total - numbers.reduce((sum, value) => sum + value, 0)) < 0.1);
  }));
});

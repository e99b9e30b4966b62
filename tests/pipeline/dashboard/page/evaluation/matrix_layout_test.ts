import assert from "node:assert/strict";
import { layoutMatrix } from "../../../../../pipeline/dashboard/page/evaluation/matrix_layout.ts";

function classNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `class number ${index}`);
}

Deno.test("layoutMatrix() shows names and counts of few classes, neither of very many", () => {
  const few = layoutMatrix(classNames(8), 600);
  assert.deepEqual([few.cell, few.hasCounts, few.hasLines, few.nameLength], [44, true, true, 14]);
  const many = layoutMatrix(classNames(101), 600);
  assert.deepEqual([many.cell, many.hasCounts, many.hasLines, many.nameLength], [
    5,
    false,
    false,
    0,
  ]);
});

for (const count of [1, 8, 24, 51, 101]) {
  Deno.test(`layoutMatrix() fits ${count} classes into 600 pixels`, () => {
    const { width, left, top, cell, height } = layoutMatrix(classNames(count), 600);
    assert.ok(width <= 600, `${width}`);
    assert.ok(left + cell * count <= width && top + cell * count <= height);
  });
}

Deno.test("layoutMatrix() is wider than a small window rather than too small to click", () => {
  assert.equal(layoutMatrix(classNames(400), 320).cell, 4);
});

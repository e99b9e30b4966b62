import assert from "node:assert/strict";
import fc from "fast-check";
import { resizeEmbedding } from "../../../models/mod.ts";

/** An embedding of width 1 whose values are the numbers of its rows. */
function numbered(rows: number): Float32Array {
  return Float32Array.from({ length: rows }, (_, row) => row);
}

Deno.test("resizeEmbedding() repeats and skips temporal positions as F.interpolate(mode='nearest') does", () => {
  const temporal = (from: number, to: number) =>
    Array.from(resizeEmbedding(numbered(from), { rows: "temporal", from, to }));
  assert.deepEqual(temporal(2, 4), [0, 0, 1, 1]);
  assert.deepEqual(temporal(8, 4), [0, 2, 4, 6]);
  assert.deepEqual(temporal(3, 5), [0, 0, 1, 1, 2]);
  assert.deepEqual(temporal(4, 3), [0, 1, 2]);
  // 23 · 14 / 46 is 7, but 14 / 46 in single precision is a little less.
  assert.deepEqual(temporal(14, 46).slice(22, 25), [6, 6, 7]);
});

Deno.test("resizeEmbedding() resizes spatial positions as a square after the class token", () => {
  const spatial = (from: number, to: number) =>
    Array.from(resizeEmbedding(numbered(from), { rows: "spatial", from, to }));
  assert.deepEqual(spatial(1 + 4, 1 + 16), [
    0,
    1,
    1,
    2,
    2,
    1,
    1,
    2,
    2,
    3,
    3,
    4,
    4,
    3,
    3,
    4,
    4,
  ]);
  assert.deepEqual(spatial(1 + 9, 1 + 4), [0, 1, 2, 4, 5]);
});

Deno.test("resizeEmbedding() moves whole rows", () => {
  const resized = resizeEmbedding(Float32Array.of(1, 2, 3, 4), {
    rows: "temporal",
    from: 2,
    to: 3,
  });
  assert.deepEqual(Array.from(resized), [1, 2, 1, 2, 3, 4]);
});

Deno.test("resizeEmbedding() to a multiple and back gives the same embedding", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 20 }),
    fc.integer({ min: 1, max: 8 }),
    fc.constantFrom("temporal" as const, "spatial" as const),
    (side, factor, rows) => {
      const count = (extent: number) => rows === "temporal" ? extent : 1 + extent ** 2;
      const small = count(side);
      const large = count(side * factor);
      const values = numbered(small);
      const grown = resizeEmbedding(values, { rows, from: small, to: large });
      assert.deepEqual(resizeEmbedding(grown, { rows, from: large, to: small }), values);
    },
  ));
});

Deno.test.each(
  [
    [4, { rows: "spatial", from: 4, to: 5 }, /'from' must be 1 more than a square: .* is 4$/],
    [5, { rows: "spatial", from: 5, to: 7 }, /'to' must be 1 more than a square: .* is 7$/],
    [
      4,
      { rows: "temporal", from: 4, to: 0 },
      /'to' must be a whole number of at least 1: .* is 0$/,
    ],
    [5, { rows: "temporal", from: 2, to: 4 }, /must be a multiple of its 2 rows: .* is 5$/],
  ] as const,
)("resizeEmbedding() refuses %i values as %o", (count, size, message) => {
  assert.throws(() => resizeEmbedding(numbered(count), size), { name: "RangeError", message });
});

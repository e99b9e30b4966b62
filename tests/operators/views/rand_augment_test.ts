import assert from "node:assert/strict";
import { randAugment, STRONG_OPERATIONS } from "../../../operators/mod.ts";
import { drawOperations, magnitudesOf } from "./_draw_operations.ts";

Deno.test("randAugment() draws the given number of operations with one strength", () => {
  const drawn = drawOperations(randAugment({ count: 2, magnitude: 10 }));
  assert.ok(drawn.every((operations) => operations.length === 2));
  assert.equal(new Set(drawn.flat().map(({ name }) => name)).size, STRONG_OPERATIONS.length - 1);
  assert.ok(magnitudesOf(drawn, "rotate").every((degrees) => Math.abs(degrees) === 30));
  assert.ok(magnitudesOf(drawn, "shearX").every((tangent) => Math.abs(tangent) === 0.3));
  assert.ok(magnitudesOf(drawn, "posterize").every((bits) => bits === 4));
  const factors = magnitudesOf(drawn, "brightness");
  assert.ok(factors.every((factor) => Math.abs(Math.abs(factor - 1) - 0.9) < 1e-9));
});

Deno.test("randAugment() refuses options out of range", () => {
  assert.throws(() => randAugment({ count: 0, magnitude: 5 }), /'count' must be/);
  assert.throws(() => randAugment({ count: 1, magnitude: 11 }), /'magnitude' must be/);
});

Deno.test("randAugment() uses only the given operations", () => {
  const operations = ["solarizeAdd", "color"] as const;
  const drawn = drawOperations(randAugment({ count: 1, magnitude: 5, operations }));
  assert.deepEqual([...new Set(drawn.flat().map(({ name }) => name))].sort(), [
    "color",
    "solarizeAdd",
  ]);
  assert.throws(() => randAugment({ count: 1, magnitude: 5, operations: [] }), /must not be empty/);
});

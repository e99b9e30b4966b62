import assert from "node:assert/strict";
import { autoAugment } from "../../../operators/mod.ts";
import { drawOperations, magnitudesOf } from "./_draw_operations.ts";

Deno.test("autoAugment() draws from the published policy", () => {
  const drawn = drawOperations(autoAugment());
  assert.ok(drawn.every((operations) => operations.length <= 2));
  const names = new Set(drawn.flat().map(({ name }) => name));
  assert.deepEqual([...names].sort(), [
    "autocontrast",
    "color",
    "contrast",
    "equalize",
    "invert",
    "posterize",
    "rotate",
    "sharpness",
    "shearX",
    "solarize",
  ]);
  const degrees = magnitudesOf(drawn, "rotate").map(Math.abs);
  // Strengths 3, 8 and 9 of 9, for at most 30 degrees.
  assert.deepEqual([...new Set(degrees.map(Math.round))].sort((a, b) => a - b), [10, 27, 30]);
});

Deno.test("autoAugment() uses only the given operations", () => {
  const allowed = ["color", "contrast"] as const;
  const drawn = drawOperations(autoAugment({ operations: allowed }));
  assert.deepEqual([...new Set(drawn.flat().map(({ name }) => name))].sort(), [...allowed]);
  assert.throws(() => autoAugment({ operations: [] }), /must not be empty/);
  assert.throws(
    () => autoAugment({ operations: ["translateX"] }),
    /must contain one of the ImageNet policy/,
  );
  assert.throws(() => autoAugment({ operations: ["blur" as "color"] }), /current value is blur/);
});

import assert from "node:assert/strict";
import {
  checkOperations,
  drawOperation,
  MAGNITUDES,
} from "../../../operators/views/strong_operations.ts";
import { drawsFor, STRONG_OPERATIONS } from "../../../operators/mod.ts";

Deno.test("STRONG_OPERATIONS keeps its order, which the draws of randAugment() depend on", () =>
  assert.deepEqual(STRONG_OPERATIONS, [
    "autocontrast",
    "equalize",
    "invert",
    "rotate",
    "posterize",
    "solarize",
    "solarizeAdd",
    "color",
    "contrast",
    "brightness",
    "sharpness",
    "shearX",
    "shearY",
    "translateX",
    "translateY",
  ]));

Deno.test("MAGNITUDES at full strength are those of the AutoAugment paper", () => {
  assert.equal(MAGNITUDES.rotate(1, -1), -30);
  assert.equal(MAGNITUDES.shearX(1, 1), 0.3);
  assert.equal(MAGNITUDES.translateY(1, 1), 0.45);
  assert.equal(MAGNITUDES.posterize(1, 1), 4);
  assert.equal(MAGNITUDES.solarize(1, 1), 0);
  assert.equal(MAGNITUDES.color(1, 1), 1.9);
});

Deno.test("drawOperation() takes one draw for every operation", () => {
  for (const name of STRONG_OPERATIONS) {
    const key = { seed: 0, phase: 0, epoch: 0, video: "a", view: "strong" };
    const draws = drawsFor(key);
    const expected = drawsFor(key);
    drawOperation(name, 0.5, draws);
    expected.chance(0.5);
    assert.equal(draws.uniform(0, 1), expected.uniform(0, 1), name);
  }
});

Deno.test("checkOperations() takes every known operation", () =>
  assert.doesNotThrow(() => checkOperations(STRONG_OPERATIONS)));

Deno.test("checkOperations() refuses an empty list and unknown names", () => {
  assert.throws(() => checkOperations([]), { name: "RangeError", message: /must not be empty/ });
  assert.throws(() => checkOperations(["blur" as "color"]), {
    name: "RangeError",
    message: /must be among autocontrast,.*: current value is blur/,
  });
});

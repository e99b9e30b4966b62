import assert from "node:assert/strict";
import { drawOperation, MAGNITUDES } from "../../../operators/views/_magnitudes.ts";
import { drawsFor, STRONG_OPERATIONS } from "../../../operators/mod.ts";

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
    const key = { seed: 0, epoch: 0, video: "a", view: "strong" };
    const draws = drawsFor(key);
    const expected = drawsFor(key);
    drawOperation(name, 0.5, draws);
    expected.chance(0.5);
    assert.equal(draws.uniform(0, 1), expected.uniform(0, 1), name);
  }
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { transcodedDimensions } from "../../../datasets/prepare/_transcoded_dimensions.ts";

Deno.test("transcodedDimensions() scales to the short side with even sides", () => {
  const size = (displayWidth: number, displayHeight: number, shortSide = 256) => {
    const { width, height } = transcodedDimensions({ displayWidth, displayHeight }, shortSide);
    return `${width}x${height}`;
  };
  assert.equal(size(640, 360), "456x256");
  assert.equal(size(1080, 1920), "256x456");
  assert.equal(size(320, 240), "320x240");
  assert.equal(size(241, 321), "240x320");
  assert.equal(size(4, 4), "4x4");
  assert.equal(size(1, 3), "2x2");
  const side = fc.double({ min: 2, max: 8000, noNaN: true });
  fc.assert(fc.property(side, side, fc.integer({ min: 1, max: 500 }), (wide, high, half) => {
    const shown = { displayWidth: wide, displayHeight: high };
    const { width, height } = transcodedDimensions(shown, 2 * half);
    assert.deepEqual([width % 2, height % 2], [0, 0]);
    assert.ok(width <= wide && height <= high && Math.min(width, height) <= 2 * half);
  }));
});

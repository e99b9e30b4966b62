import assert from "node:assert/strict";
import { frameDimensions } from "../../../datasets/mod.ts";

Deno.test("frameDimensions() keeps the display aspect at a given short side", () => {
  // 128 · 2560 / 1080 = 303.4.
  const portrait = { displayWidth: 1080, displayHeight: 2560 };
  assert.deepEqual(frameDimensions({ shortSide: 128 }, portrait), { width: 128, height: 303 });
  const wide = { displayWidth: 640, displayHeight: 360 };
  assert.deepEqual(frameDimensions({ shortSide: 128 }, wide), { width: 228, height: 128 });
  assert.deepEqual(frameDimensions({ width: 7, height: 5 }, wide), { width: 7, height: 5 });
  assert.throws(() => frameDimensions({ shortSide: 0 }, wide), RangeError);
  assert.throws(() => frameDimensions({ width: 7, height: 1.5 }, wide), RangeError);
});

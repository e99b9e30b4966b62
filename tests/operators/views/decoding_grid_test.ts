import assert from "node:assert/strict";
import { decodingGrid } from "../../../operators/mod.ts";

const RATES = { primary: { frames: 8, stride: 8 }, auxiliary: { frames: 8, stride: 4 } };

Deno.test("decodingGrid() is the coarsest grid that holds both clips", () => {
  assert.deepEqual(decodingGrid(RATES), { framesPerSecond: 7.5, frameCount: 15, durationSec: 2 });
  assert.deepEqual(decodingGrid({ primary: { frames: 8, stride: 8 } }), {
    framesPerSecond: 3.75,
    frameCount: 8,
    durationSec: 8 / 3.75,
  });
  const uneven = { primary: { frames: 4, stride: 6 }, auxiliary: { frames: 8, stride: 4 } };
  assert.deepEqual(decodingGrid(uneven), { framesPerSecond: 15, frameCount: 15, durationSec: 1 });
});

Deno.test("decodingGrid() refuses rates that are not positive integers", () => {
  const { primary } = RATES;
  assert.throws(() => decodingGrid({ primary: { frames: 0, stride: 8 } }), {
    name: "RangeError",
    message:
      "Cannot choose frames as 'primary.frames' must be a positive integer: current value is 0",
  });
  const auxiliary = { frames: 8, stride: 1.5 };
  assert.throws(
    () => decodingGrid({ primary, auxiliary }),
    /'auxiliary.stride' must be a positive/,
  );
});

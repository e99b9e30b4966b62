import assert from "node:assert/strict";
import { encode } from "fast-png";
import { pngSize } from "../../../pipeline/pictures/png_size.ts";

Deno.test("pngSize() reads width and height, of a part of an array too", () => {
  const png = encode({ width: 300, height: 2, data: new Uint8Array(600), channels: 1 });
  const larger = Uint8Array.of(0, ...png);
  assert.deepEqual(pngSize(larger.subarray(1)), { width: 300, height: 2 });
});

for (const length of [0, 30]) {
  Deno.test(`pngSize() refuses ${length} bytes of something else`, () => {
    assert.throws(() => pngSize(new Uint8Array(length)), {
      name: "RangeError",
      message: "Cannot read the size of an image as it must be a PNG file: " +
        `it has ${length} bytes, which start otherwise`,
    });
  });
}

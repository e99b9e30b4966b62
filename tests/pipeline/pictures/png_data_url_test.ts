import assert from "node:assert/strict";
import { pngDataUrl } from "../../../pipeline/pictures/png_data_url.ts";
import { svgElement } from "../../../pipeline/pictures/svg.ts";
import { imageOf, readSvg } from "./_read_svg.ts";

Deno.test("pngDataUrl() keeps every value, of a part of an array too", () => {
  const values = Uint8Array.from({ length: 30 }, (_, index) => index * 8);
  const pixels = values.subarray(6, 24);
  const href = pngDataUrl(pixels, { width: 3, height: 2 });
  const { width, height, channels, data } = imageOf(readSvg(svgElement("image", { href })));
  assert.deepEqual([width, height, channels, [...data]], [3, 2, 3, [...pixels]]);
});

Deno.test("pngDataUrl() refuses values of another number of pixels", () => {
  assert.throws(() => pngDataUrl(new Uint8Array(12), { width: 3, height: 2 }), {
    name: "RangeError",
    message: "Cannot encode an image as 'pixels' must hold 18 values for 3 × 2 pixels: " +
      "current value is 12",
  });
});

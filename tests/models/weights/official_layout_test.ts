import assert from "node:assert/strict";
import fc from "fast-check";
import { officialShape } from "../../../models/mod.ts";
import { fromOfficial, toOfficial } from "../../../models/weights/official_layout.ts";
import { convolutionSpec, linearSpecs } from "../../../models/networks/parameter_spec.ts";

const [LINEAR] = linearSpecs("fc", [2, 3], 0.02);

Deno.test("officialShape() puts a convolution's channels first", () => {
  assert.deepEqual(officialShape(convolutionSpec("conv", [1, 3, 5], [2, 4])), [4, 2, 1, 3, 5]);
  assert.deepEqual(officialShape(LINEAR), [3, 2]);
});

Deno.test("toOfficial() moves each value of a convolution to its position in PyTorch", () => {
  const spec = convolutionSpec("conv", [1, 1, 2], [2, 3]);
  const numbered = Float32Array.from({ length: 12 }, (_, index) => index);
  const official = Array.from(toOfficial(spec, numbered));
  assert.deepEqual(official, [0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11]);
});

Deno.test("toOfficial() leaves the values of other tensors as they are", () => {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6);
  assert.equal(toOfficial(LINEAR, values), values);
  assert.equal(fromOfficial(LINEAR, values), values);
});

Deno.test("fromOfficial() is the inverse of toOfficial()", () => {
  const extent = fc.integer({ min: 1, max: 4 });
  fc.assert(fc.property(
    fc.tuple(extent, extent, extent),
    fc.tuple(extent, extent),
    (kernel, channels) => {
      const spec = convolutionSpec("conv", kernel, channels);
      const length = spec.shape.reduce((product, extent) => product * extent, 1);
      const values = Float32Array.from({ length }, (_, index) => index);
      assert.deepEqual(fromOfficial(spec, toOfficial(spec, values)), values);
    },
  ));
});

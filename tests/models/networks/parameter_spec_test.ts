import assert from "node:assert/strict";
import {
  convolutionSpec,
  elementCount,
  linearSpecs,
  normSpecs,
  statisticsSpecs,
} from "../../../models/networks/parameter_spec.ts";

Deno.test("convolutionSpec() draws a weight by He's rule for the fan-out", () => {
  const { name, shape, initial } = convolutionSpec("conv", [1, 3, 3], [16, 8]);
  assert.deepEqual([name, shape], ["conv.weight", [1, 3, 3, 16, 8]]);
  assert.deepEqual(initial, { kind: "normal", std: Math.sqrt(2 / (8 * 9)) });
});

Deno.test("linearSpecs() has a drawn weight and a zero bias", () => {
  const specs = linearSpecs("fc", [2, 3], 0.5);
  assert.deepEqual(specs.map(({ name, shape }) => [name, shape]), [
    ["fc.weight", [3, 2]],
    ["fc.bias", [3]],
  ]);
  assert.deepEqual(specs.map(({ initial }) => initial), [
    { kind: "normal", std: 0.5 },
    { kind: "constant", value: 0 },
  ]);
});

Deno.test("normSpecs() scales by one, or by a given scale, and shifts by zero", () => {
  const values = (scale?: number) =>
    normSpecs("norm", 4, scale).map(({ initial }) => initial.kind === "constant" && initial.value);
  assert.deepEqual(values(), [1, 0]);
  assert.deepEqual(values(0), [0, 0]);
});

Deno.test("statisticsSpecs() starts with mean 0 and variance 1", () => {
  const specs = statisticsSpecs("norm", 4);
  assert.deepEqual(specs.map(({ name, initial }) => [name, initial]), [
    ["norm.running_mean", { kind: "constant", value: 0 }],
    ["norm.running_var", { kind: "constant", value: 1 }],
  ]);
});

Deno.test("elementCount() is the product of the extents, and 1 for a scalar", () => {
  assert.equal(elementCount([2, 3, 4]), 24);
  assert.equal(elementCount([2, 0]), 0);
  assert.equal(elementCount([]), 1);
});

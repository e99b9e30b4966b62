import assert from "node:assert/strict";
import { linearRamp } from "../../../models/mod.ts";

Deno.test.each([
  [9, 10, 4, 0],
  [10, 10, 4, 0],
  [11, 10, 4, 0.25],
  [14, 10, 4, 1],
  [90, 10, 4, 1],
  [9, 10, 0, 0],
  [10, 10, 0, 1],
])("linearRamp() at step %d, from %d over %d steps, is %d", (step, start, length, weight) => {
  assert.equal(linearRamp(step, start, length), weight);
});

import assert from "node:assert/strict";
import {
  GEOMETRIC_OPERATIONS,
  isGeometric,
} from "../../../operators/device/_geometric_operations.ts";
import { STRONG_OPERATIONS } from "../../../operators/mod.ts";

Deno.test("isGeometric() holds for the operations that move pixels", () => {
  const geometric = STRONG_OPERATIONS.filter(isGeometric);
  assert.deepEqual(geometric, ["rotate", "shearX", "shearY", "translateX", "translateY"]);
});

Deno.test("GEOMETRIC_OPERATIONS rotate about the middle of the frame", () => {
  const [a, b, c, d, e, f] = GEOMETRIC_OPERATIONS.rotate(90, 5, 5);
  const x = 1;
  const y = 2;
  // Counter-clockwise: the pixel left of the middle comes from above it.
  assert.deepEqual([a * x + b * y + c, d * x + e * y + f].map(Math.round), [2, 1]);
});

Deno.test("GEOMETRIC_OPERATIONS translate by whole pixels", () => {
  assert.equal(GEOMETRIC_OPERATIONS.translateX(0.3, 10, 9)[2], -2);
  assert.equal(GEOMETRIC_OPERATIONS.translateY(0.3, 10)[5], -3);
});

import assert from "node:assert/strict";
import { checkOperations } from "../../../operators/views/_check_operations.ts";
import { STRONG_OPERATIONS } from "../../../operators/mod.ts";

Deno.test("checkOperations() takes every known operation", () =>
  assert.doesNotThrow(() => checkOperations(STRONG_OPERATIONS)));

Deno.test("checkOperations() refuses an empty list and unknown names", () => {
  assert.throws(() => checkOperations([]), { name: "RangeError", message: /must not be empty/ });
  assert.throws(() => checkOperations(["blur" as "color"]), {
    name: "RangeError",
    message: /must be among autocontrast,.*: current value is blur/,
  });
});

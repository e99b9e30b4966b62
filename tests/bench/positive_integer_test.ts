import assert from "node:assert/strict";
import { positiveInteger } from "../../bench/_positive_integer.ts";

Deno.test("positiveInteger() reads a number", () => {
  assert.equal(positiveInteger("rounds", "12"), 12);
});

for (const text of ["0", "-1", "1.5", "many", ""]) {
  Deno.test(`positiveInteger() refuses "${text}"`, () =>
    assert.throws(() => positiveInteger("rounds", text), RangeError));
}

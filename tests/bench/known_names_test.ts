import assert from "node:assert/strict";
import { knownNames } from "../../bench/_known_names.ts";

Deno.test("knownNames() returns known names in the order they are given", () =>
  assert.deepEqual(knownNames("rows", "d,a", ["a", "b", "d"]), ["d", "a"]));

for (const text of ["", "a,", "a,c", "A"]) {
  Deno.test(`knownNames() refuses "${text}"`, () =>
    assert.throws(() => knownNames("rows", text, ["a", "b"]), (error) => {
      assert.ok(error instanceof RangeError);
      return /'--rows' must be among a,b: current value is/.test(error.message);
    }));
}

import assert from "node:assert/strict";
import { median } from "../../../pipeline/numbers/median.ts";

Deno.test("median() is the middle, or the mean of the two in the middle", () => {
  assert.equal(median([9, 1, 2]), 2);
  assert.equal(median([9, 1, 2, 4]), 3);
  assert.equal(median([5]), 5);
  assert.ok(Number.isNaN(median([])));
});

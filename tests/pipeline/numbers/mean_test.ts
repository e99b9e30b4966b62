import assert from "node:assert/strict";
import { mean } from "../../../pipeline/numbers/mean.ts";

Deno.test("mean() is the sum by the number; NaN of nothing", () => {
  assert.equal(mean([1, 2, 6]), 3);
  assert.ok(Number.isNaN(mean([])));
});

import assert from "node:assert/strict";
import { percent } from "../../../pipeline/terminal/percent.ts";

Deno.test("percent() has one digit, and a dash for what is not known", () => {
  assert.deepEqual([0, 0.8125, 1, NaN, null].map(percent), ["0.0", "81.3", "100.0", "-", "-"]);
});

import assert from "node:assert/strict";
import { spread } from "../../../pipeline/videos/spread.ts";

Deno.test("spread() takes all items, or some from the first to the last", () => {
  assert.deepEqual(spread([1, 2, 3], 3), [1, 2, 3]);
  assert.deepEqual(spread([1, 2, 3, 4, 5], 3), [1, 3, 5]);
  assert.deepEqual(spread([1, 2, 3, 4, 5], 1), [1]);
  assert.deepEqual(spread([], 3), []);
});

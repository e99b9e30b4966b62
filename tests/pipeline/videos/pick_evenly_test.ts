import assert from "node:assert/strict";
import { pickEvenly } from "../../../pipeline/videos/pick_evenly.ts";

Deno.test("pickEvenly() takes all items, or some from the first to the last", () => {
  assert.deepEqual(pickEvenly([1, 2, 3], 3), [1, 2, 3]);
  assert.deepEqual(pickEvenly([1, 2, 3, 4, 5], 3), [1, 3, 5]);
  assert.deepEqual(pickEvenly([1, 2, 3, 4, 5], 1), [1]);
  assert.deepEqual(pickEvenly([], 3), []);
});

import assert from "node:assert/strict";
import { gridFrameCount } from "../../../datasets/mod.ts";

Deno.test("gridFrameCount() rounds, and is at least one", () => {
  assert.deepEqual([gridFrameCount(2.57, 30), gridFrameCount(0.001, 30)], [77, 1]);
});

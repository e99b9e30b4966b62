import assert from "node:assert/strict";
import { testCrops } from "../../../operators/mod.ts";

Deno.test("testCrops() are the first, middle and last square of the longer side", () => {
  const wide = testCrops({ height: 10, width: 16 }).map(({ box }) => [box.top, box.left]);
  assert.deepEqual(wide, [[0, 0], [0, 3], [0, 6]]);
  const tall = testCrops({ height: 16, width: 10 }).map(({ box }) => [box.top, box.left]);
  assert.deepEqual(tall, [[0, 0], [3, 0], [6, 0]]);
  assert.ok(
    testCrops({ height: 16, width: 10 }).every(({ box }) => box.height === 10 && box.width === 10),
  );
});

import assert from "node:assert/strict";
import { timerMilliseconds } from "../../../operators/stream/_timer_milliseconds.ts";

Deno.test("timerMilliseconds() never exceeds what a timer can wait for", () => {
  assert.deepEqual([0.5, 60, 1e9, Infinity].map(timerMilliseconds), [
    500,
    60_000,
    2 ** 31 - 1,
    2 ** 31 - 1,
  ]);
});

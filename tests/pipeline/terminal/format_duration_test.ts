import assert from "node:assert/strict";
import { formatDuration } from "../../../pipeline/terminal/format_duration.ts";

Deno.test("formatDuration() writes minutes and hours", () => {
  assert.deepEqual([0, 9.6, 61, 3599.7, 3661].map(formatDuration), [
    "0:00",
    "0:10",
    "1:01",
    "1:00:00",
    "1:01:01",
  ]);
});

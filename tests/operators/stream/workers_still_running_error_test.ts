import assert from "node:assert/strict";
import { WorkersStillRunningError } from "../../../operators/mod.ts";

Deno.test("WorkersStillRunningError names what runs in a few characters, and the first error", () => {
  const cause = new Error("broken file");
  const items = ["a.mp4", { id: 7 }, undefined, "x".repeat(100)];
  const { name, message, cause: kept } = new WorkersStillRunningError(items, 10, { cause });
  assert.deepEqual([name, kept], ["WorkersStillRunningError", cause]);
  assert.equal(
    message,
    "Cannot end a stream as aborted workers must end within 10 s: current value is 4 still " +
      `running, on 'a.mp4', '{"id":7}', 'undefined', '${"x".repeat(80)}…' ` +
      "(the stream failed with: broken file)",
  );
});

Deno.test("WorkersStillRunningError names items that JSON cannot hold", () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const { message } = new WorkersStillRunningError([circle, 7n], 10);
  assert.match(message, /2 still running, on '\[object Object\]', '7'/);
});

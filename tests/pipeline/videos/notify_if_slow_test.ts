import assert from "node:assert/strict";
import { notifyIfSlow } from "../../../pipeline/videos/notify_if_slow.ts";

Deno.test("notifyIfSlow() calls back once for slow work, and never for fast work", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  let calls = 0;
  const notify = () => {
    calls++;
    resolve("done");
  };
  assert.equal(await notifyIfSlow(promise, notify, { milliseconds: 0 }), "done");
  assert.equal(calls, 1);
  // Deno's leak check would find a timer that is left.
  const fast = notifyIfSlow(Promise.resolve("at once"), notify, { milliseconds: 10_000 });
  assert.equal(await fast, "at once");
  assert.equal(calls, 1);
});

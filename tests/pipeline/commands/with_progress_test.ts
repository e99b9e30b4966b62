import assert from "node:assert/strict";
import { withProgress } from "../../../pipeline/commands/with_progress.ts";

Deno.test("withProgress() returns the exit code of its work", async () => {
  assert.equal(await withProgress({ first: "Stopping." }, () => Promise.resolve(3)), 3);
});

Deno.test("withProgress() passes errors on, also aborts that nobody asked for", async () => {
  for (const error of [new Error("broken"), new DOMException("timeout", "AbortError")]) {
    await assert.rejects(withProgress({ first: "Stopping." }, () => Promise.reject(error)), error);
  }
});

Deno.test({
  name: "withProgress() returns 130 if its work stops at a signal",
  ignore: Deno.build.os === "windows",
  async fn() {
    const exitCode = await withProgress({ first: "A test sends a signal." }, async ({ signal }) => {
      const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve));
      // A listener for signals does not keep the event loop alive.
      const timer = setInterval(() => {}, 1000);
      Deno.kill(Deno.pid, "SIGTERM");
      await aborted;
      clearInterval(timer);
      signal.throwIfAborted();
      return 0;
    });
    assert.equal(exitCode, 130);
  },
});

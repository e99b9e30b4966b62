import assert from "node:assert/strict";
import { notifyIfSlow } from "../../../pipeline/videos/find_ffmpeg.ts";

Deno.test("notifyIfSlow() tells once of work that lasts, and not of work that does not", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  let told = 0;
  const tell = () => {
    told++;
    resolve("done");
  };
  assert.equal(await notifyIfSlow(promise, tell, 0), "done");
  assert.equal(told, 1);
  // A timer that were left behind would be found by Deno's leak check.
  assert.equal(await notifyIfSlow(Promise.resolve("at once"), tell, 10_000), "at once");
  assert.equal(told, 1);
});

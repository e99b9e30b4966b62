import { strictEqual } from "node:assert/strict";
import { notifyIfSlow } from "../../../pipeline/videos/find_ffmpeg.ts";

Deno.test("notifyIfSlow() tells once of work that lasts, and not of work that does not", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  let told = 0;
  const tell = () => {
    told++;
    resolve("done");
  };
  strictEqual(await notifyIfSlow(promise, tell, 0), "done");
  strictEqual(told, 1);
  // A timer that were left behind would be found by Deno's leak check.
  strictEqual(await notifyIfSlow(Promise.resolve("at once"), tell, 10_000), "at once");
  strictEqual(told, 1);
});

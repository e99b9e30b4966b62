import assert from "node:assert/strict";
import { Refresher } from "../../../../../pipeline/dashboard/page/server/refresher.ts";

function refresherOf(pauseMs: number, errors: unknown[] = []): Refresher {
  return new Refresher({ pauseMs, onError: (error) => errors.push(error) });
}

Deno.test("Refresher does a work at once, and of those asked for meanwhile only the last", async () => {
  const refresher = refresherOf(0);
  const done: string[] = [];
  const first = Promise.withResolvers<void>();
  const last = Promise.withResolvers<void>();
  refresher.request("a", async () => {
    done.push("first");
    await first.promise;
  });
  refresher.request("a", () => Promise.resolve(void done.push("second")));
  refresher.request("a", () => {
    done.push("third");
    last.resolve();
    return Promise.resolve();
  });
  assert.deepEqual(done, ["first"]);
  first.resolve();
  await last.promise;
  assert.deepEqual(done, ["first", "third"]);
});

Deno.test("Refresher waits for nobody else's work, and reports what throws", async () => {
  const errors: unknown[] = [];
  const refresher = refresherOf(0, errors);
  const done = Promise.withResolvers<void>();
  const error = new Error("no answer");
  refresher.request("a", () => Promise.reject(error));
  refresher.request("b", () => Promise.resolve(done.resolve()));
  await done.promise;
  const again = Promise.withResolvers<void>();
  refresher.request("a", () => Promise.resolve(again.resolve()));
  await again.promise;
  assert.deepEqual(errors, [error]);
});

Deno.test("Refresher.endPauses() does what is planned now", async () => {
  const refresher = refresherOf(3_600_000);
  await new Promise<void>((resolve) => {
    refresher.request("a", () => Promise.resolve(resolve()));
  });
  const again = Promise.withResolvers<void>();
  refresher.request("a", () => Promise.resolve(again.resolve()));
  refresher.endPauses();
  await again.promise;
});

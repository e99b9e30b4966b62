import assert from "node:assert/strict";
import { PendingWork } from "../../../operators/mod.ts";

Deno.test("PendingWork.settled() resolves at once if no work is running", async () => {
  const pendingWork = new PendingWork();
  await pendingWork.settled();
  assert.equal(pendingWork.running, 0);
});

Deno.test("PendingWork.settled() resolves for all who wait when the last work ends", async () => {
  const pendingWork = new PendingWork();
  const log: string[] = [];
  pendingWork.start();
  pendingWork.start();
  const waiting = ["first", "second"].map((name) =>
    pendingWork.settled().then(() => log.push(name))
  );
  pendingWork.end();
  await Promise.resolve();
  assert.deepEqual([log, pendingWork.running], [[], 1]);
  pendingWork.end();
  await Promise.all(waiting);
  assert.deepEqual([log, pendingWork.running], [["first", "second"], 0]);
});

Deno.test("PendingWork can be used again after all work has ended", async () => {
  const pendingWork = new PendingWork();
  pendingWork.start();
  pendingWork.end();
  await pendingWork.settled();
  pendingWork.start();
  const settled = pendingWork.settled();
  pendingWork.end();
  await settled;
  assert.equal(pendingWork.running, 0);
});

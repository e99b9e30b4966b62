import assert from "node:assert/strict";
import { type Worker, WorkerPool } from "../../../operators/stream/_worker_pool.ts";

Deno.test("WorkerPool is blocked if it is full of aborted workers", () => {
  const pool = new WorkerPool<string>(2);
  const workers: Worker<string>[] = ["a", "b"].map((item) => ({ item, isAborted: false }));
  for (const worker of workers) {
    assert.equal(pool.hasRoom, true);
    pool.start(worker);
  }
  assert.deepEqual([pool.hasRoom, pool.blocking], [false, []]);
  for (const worker of workers) worker.isAborted = true;
  assert.deepEqual(pool.blocking, ["a", "b"]);
  pool.end(workers[0]!);
  assert.deepEqual([pool.hasRoom, pool.blocking], [true, []]);
});

import assert from "node:assert/strict";
import { WorkerError } from "../../../runtime/collectives/worker_error.ts";
import { TrainingWorkers } from "../../../pipeline/workers/training_workers.ts";

// What several do is tested with processes, in tests/e2e/workers_test.ts.

const NEWS = { waitedSec: 0, hiddenLabels: Int32Array.of(3, -1), brokenVideos: [] };

Deno.test("TrainingWorkers of one process knows what it says, and stops with its user", async () => {
  const user = new AbortController();
  const workers = TrainingWorkers.alone({ signal: user.signal });
  assert.deepEqual([workers.isFirst, workers.areSeveral], [true, false]);
  assert.deepEqual(await workers.meet(NEWS), {
    waitedSec: [0],
    hiddenLabels: [[3, -1]],
    brokenVideos: [],
  });
  assert.deepEqual(await workers.exchange("scores", "scores"), ["scores"]);
  user.abort(new Error("stop"));
  assert.ok(workers.signal.aborted);
  await assert.rejects(workers.exchange("scores", "scores"), /^Error: stop$/);
});

Deno.test("TrainingWorkers.run() names the last checkpoint when a worker is lost", async () => {
  const { signal } = new AbortController();
  const workers = TrainingWorkers.alone({ signal });
  const lose = () =>
    Promise.reject(new WorkerError("Cannot continue as 1 must answer", { task: 1 }));
  await assert.rejects(workers.run(lose), {
    name: "WorkerError",
    message: "Cannot continue as 1 must answer. There is no checkpoint yet",
    task: 1,
  });
  workers.noteSaved(7);
  await assert.rejects(workers.run(lose), /\. The last checkpoint is of step 7/);
  await assert.rejects(workers.run(() => Promise.reject(new Error("own"))), /^Error: own$/);
  assert.equal(await workers.run(() => Promise.resolve("done")), "done");
});

import assert from "node:assert/strict";
import type { RunningWorker } from "../../_workers.ts";
import { runAll } from "./_run_workers.ts";

Deno.test("WorkerGroup.guard() names a worker that was killed", async () => {
  const { addresses, ends } = runAll(["steps", "kill"]);
  const [survivor, killed] = await ends;
  assert.equal(killed?.signal, "SIGKILL");
  assert.equal(survivor?.code, 1);
  assert.equal(
    survivor?.stderr,
    `WorkerError: Cannot continue as worker 1 at ${addresses[1]} must stay connected: it has ` +
      "closed the connection, as when its process ends or is killed\n",
  );
});

Deno.test("WorkerGroup.guard() names a worker that is stopped, within the time limit", async () => {
  const options = { peerTimeoutSec: 6 };
  const { addresses, workers } = runAll(["steps", "stop"], [options, options]);
  const [survivor, stopped] = workers as [RunningWorker, RunningWorker];
  const { code, stderr } = await survivor.ended;
  stopped.process.kill("SIGKILL");
  await stopped.ended;
  assert.equal(code, 1);
  assert.match(
    stderr,
    new RegExp(
      `^WorkerError: Cannot continue as worker 1 at ${addresses[1]} must answer: ` +
        "it has not answered for \\d+ s\n$",
    ),
  );
});

Deno.test("WorkerGroup.guard() ends work for which another worker does not come", async () => {
  const options = { exchangeTimeoutSec: 1 };
  const [first, second] = await runAll(["steps", "late"], [options, options]).ends;
  assert.equal(
    first?.stderr,
    "WorkerError: Cannot continue as all workers must take part in the same exchanges: all " +
      "answer, but some did not come to this one\n",
  );
  // It finds out when it comes.
  assert.match(second?.stderr ?? "", /^WorkerError: Cannot continue as /);
});

Deno.test("WorkerGroup.fail() ends the others with its reason", async () => {
  const { addresses, ends } = runAll(["steps", "fail"]);
  const [survivor, failed] = await ends;
  assert.equal(failed?.stdout, '"left"\n');
  assert.equal(
    survivor?.stderr,
    `WorkerError: Cannot continue as worker 1 at ${addresses[1]} must continue as well: it ` +
      "ended: the disk is full\n",
  );
});

Deno.test("WorkerGroup.guard() says which tensors differ", async () => {
  const ends = await runAll(["shapes", "shapes"]).ends;
  for (const { stderr } of ends) {
    assert.match(
      stderr,
      /^WorkerError: Cannot continue as the tensors of 'features 0' must have the same shape and type on all workers: there are \[2,[23]\] and \[2,[23]\]\n$/,
    );
  }
});

Deno.test("WorkerGroup.guard() names the worker that was killed to all of four", async () => {
  const { addresses, ends } = runAll(["steps", "steps", "kill", "steps"]);
  const survivors = (await ends).filter(({ signal }) => signal === null);
  assert.equal(survivors.length, 3);
  for (const { code, stderr } of survivors) {
    assert.equal(code, 1);
    assert.match(
      stderr,
      new RegExp(`^WorkerError: Cannot continue as worker 2 at ${addresses[2]} must .*\n$`),
    );
  }
});

Deno.test("WorkerGroup.gather() and requireAgreement() know what all workers have", async () => {
  const { addresses, ends } = runAll(["facts", "facts", "facts"]);
  const all = await ends;
  for (const { stdout } of all) {
    assert.deepEqual(JSON.parse(stdout), {
      numbers: [[0, -7], [10, -7], [20, -7]],
      failure: `Cannot start as the seed must be the same on all workers: worker 2 at ` +
        `${addresses[2]} has 5, worker 0 has 4`,
    });
  }
});

import assert from "node:assert/strict";
import type { JoinWorkersOptions } from "../../../runtime/collectives/mod.ts";
import { freeAddresses, type RunningWorker, startWorker } from "../../_workers.ts";
import { valuesOf, type WorkerArgument } from "./worker.ts";

const PROGRAM = "tests/runtime/collectives/worker.ts";

type Options = Partial<JoinWorkersOptions>;

function start(argument: WorkerArgument): RunningWorker {
  return startWorker(PROGRAM, argument);
}

/** Runs two workers to their ends, each with its act. */
function runBoth(acts: readonly WorkerArgument["act"][], options: readonly Options[] = []) {
  const addresses = freeAddresses(acts.length);
  const workers = acts.map((act, task) =>
    start({ act, options: { addresses, task, ...options[task] } })
  );
  return { addresses, workers, ends: Promise.all(workers.map(({ ended }) => ended)) };
}

Deno.test("allReduceMean() and allGather() of two processes give what one would compute", async () => {
  const ends = await runBoth(["laws", "laws"]).ends;
  const [first, second] = ends.map(({ stdout, stderr, code }) => {
    assert.equal(stderr, "");
    assert.equal(code, 0);
    return JSON.parse(stdout);
  });
  const other = valuesOf(1);
  const mean = Array.from(
    valuesOf(0),
    (value, index) => Math.fround(Math.fround(value + other[index]!) / 2),
  );
  for (const [task, { results, texts }] of [first, second].entries()) {
    assert.equal(results.length, 3);
    for (const result of results) {
      assert.deepEqual(result.mean, mean);
      assert.deepEqual(result.all, [[0, 0.5], [0, 1], [1, 1.5], [10, 1]]);
      assert.deepEqual(result.labels, [5, 6]);
      // The losses' factors, 1 and 2, are added.
      const rows = task === 0 ? [1, 10] : [100, 1000];
      assert.deepEqual(result.gradient, rows.map((weight) => [3 * weight, 3 * weight]));
      assert.equal(result.meanGradient, 1.5);
    }
    assert.deepEqual(texts, ["I am 0", `I am 1${"!".repeat(300)}`]);
  }
});

Deno.test("WorkerGroup.guard() names a worker that was killed", async () => {
  const { addresses, ends } = runBoth(["steps", "kill"]);
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
  const options = { peerTimeoutSec: 2 };
  const { addresses, workers } = runBoth(["steps", "stop"], [options, options]);
  const [survivor, stopped] = workers as [RunningWorker, RunningWorker];
  const { code, stderr } = await survivor.ended;
  stopped.process.kill("SIGKILL");
  await stopped.ended;
  assert.equal(code, 1);
  assert.match(
    stderr,
    new RegExp(
      `^WorkerError: Cannot continue as worker 1 at ${addresses[1]} must answer within 2 s: ` +
        "it has not answered for 2 s\n$",
    ),
  );
});

Deno.test("WorkerGroup.fail() ends the others with its reason", async () => {
  const { addresses, ends } = runBoth(["steps", "fail"]);
  const [survivor, failed] = await ends;
  assert.equal(failed?.stdout, '"left"\n');
  assert.equal(
    survivor?.stderr,
    `WorkerError: Cannot continue as worker 1 at ${addresses[1]} must continue as well: it ` +
      "ended: the disk is full\n",
  );
});

Deno.test("WorkerGroup.guard() says which tensors differ", async () => {
  const ends = await runBoth(["shapes", "shapes"]).ends;
  for (const { stderr } of ends) {
    assert.match(
      stderr,
      /^WorkerError: Cannot continue as the tensors of 'features 0' must have the same shape and type on all workers: there are \[[23]\] and \[[23]\]\n$/,
    );
  }
});

Deno.test("joinWorkers() refuses workers that differ in what must agree", async () => {
  const facts = (config: string) => ({ agree: { version: "1", configuration: config } });
  const { addresses, ends } = runBoth(["idle", "idle"], [facts("a"), facts("b")]);
  for (const { code, stderr } of await ends) {
    assert.equal(code, 1);
    assert.equal(
      stderr,
      "WorkerError: Cannot start as the configuration must be the same on all workers: " +
        `worker 1 at ${addresses[1]} has b, worker 0 has a\n`,
    );
  }
});

Deno.test("joinWorkers() refuses workers that were given another number of addresses", async () => {
  const [first, second, third] = freeAddresses(3) as [string, string, string];
  const pair = start({ act: "idle", options: { addresses: [first, second], task: 0 } });
  const triple = start({
    act: "idle",
    options: { addresses: [first, second, third], task: 1, startTimeoutSec: 3 },
  });
  const ends = await Promise.all([pair.ended, triple.ended]);
  assert.match(
    ends[1].stderr,
    /^worker 1 waits for worker 2 at .*\nWorkerError: Cannot start worker 1 as all 3 workers must come within 3 s: 1 did not, worker 2 at .*\n$/,
  );
  assert.equal(ends[0].code, 1);
});

Deno.test("joinWorkers() says who did not come in time", async () => {
  const addresses = freeAddresses(3);
  const { code, stderr } = await start({
    act: "idle",
    options: { addresses, task: 1, startTimeoutSec: 0.5 },
  }).ended;
  assert.equal(code, 1);
  assert.equal(
    stderr,
    "WorkerError: Cannot start worker 1 as all 3 workers must come within 0.5 s: 2 did not, " +
      `worker 0 at ${addresses[0]}, worker 2 at ${addresses[2]}\n`,
  );
});

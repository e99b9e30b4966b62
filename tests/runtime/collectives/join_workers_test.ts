import assert from "node:assert/strict";
import { joinWorkers, type JoinWorkersOptions } from "../../../runtime/collectives/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { allGather, allReduceMean } from "../../../runtime/ops/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import { freeAddresses } from "../../../pipeline/workers/free_addresses.ts";
import { runAll, start } from "./_run_workers.ts";

Deno.test("joinWorkers() refuses workers that differ in what must agree", async () => {
  const facts = (config: string) => ({ agree: { version: "1", configuration: config } });
  const { addresses, ends } = runAll(["idle", "idle"], [facts("a"), facts("b")]);
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
  const addresses = freeAddresses(3);
  const workers = addresses.map((_, task) =>
    start({
      act: "idle",
      // One that starts when the others have ended already waits in vain.
      options: {
        addresses: task === 0 ? addresses.slice(0, 2) : addresses,
        task,
        startTimeoutSec: 20,
      },
    })
  );
  const ends = await Promise.all(workers.map(({ ended }) => ended));
  const told = ends.filter(({ code, stderr }) => code === 1 && TWO_LISTS.test(stderr));
  assert.ok(told.length >= 2, ends.map(({ stderr }) => stderr).join());
  assert.ok(ends.every(({ code }) => code === 1));
});

const TWO_LISTS =
  /^WorkerError: Cannot continue as all workers must be given the same addresses: worker \d was given [23], another one [23]\n$/m;

Deno.test("joinWorkers() says who did not come in time", async () => {
  const addresses = freeAddresses(3);
  const options = { addresses, task: 1, startTimeoutSec: 6 };
  const { code, stderr } = await start({ act: "idle", options }).ended;
  assert.equal(code, 1);
  const names = `worker 0 at ${addresses[0]}, worker 2 at ${addresses[2]}`;
  assert.equal(
    stderr,
    `worker 1 waits for ${names}\n` +
      "WorkerError: Cannot start worker 1 as all 3 workers must come within 6 s: 2 did not, " +
      `${names}\n`,
  );
});

Deno.test("joinWorkers() listens at the worker's own address only", async () => {
  const addresses = freeAddresses(2);
  const { hostname, port } = splitAddress(addresses[0]!);
  const worker = start({ act: "idle", options: { addresses, task: 0, startTimeoutSec: 30 } });
  try {
    await connects({ hostname, port });
    // The same machine by another address: the packets are dropped, soon after it listens.
    let isOpen = true;
    for (let attempt = 0; isOpen && attempt < 100; attempt++) {
      isOpen = await connectsWithin(500, { hostname: "127.0.0.2", port });
      if (isOpen) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.equal(isOpen, false);
    assert.equal(await connectsWithin(5000, { hostname, port }), true);
  } finally {
    worker.process.kill("SIGKILL");
    await worker.ended;
  }
});

Deno.test("joinWorkers() refuses a port that is in use", async () => {
  const addresses = freeAddresses(2);
  const { hostname, port } = splitAddress(addresses[0]!);
  using _listener = Deno.listen({ hostname, port });
  const { code, stderr } = await start({ act: "idle", options: { addresses, task: 0 } }).ended;
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^WorkerError: Cannot start worker 0 at \S+ as it must be able to listen there: TensorFlow says "Could not start gRPC server"; is the port in use, by a worker of the same number\?\n$/,
  );
});

function splitAddress(address: string): { readonly hostname: string; readonly port: number } {
  const [hostname = "", port] = address.split(":");
  return { hostname, port: Number(port) };
}

/** Waits until something listens. */
async function connects(address: { readonly hostname: string; readonly port: number }) {
  while (!await connectsWithin(500, address)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function connectsWithin(
  limitMs: number,
  address: { readonly hostname: string; readonly port: number },
): Promise<boolean> {
  try {
    const connection = await Deno.connect({ ...address, signal: AbortSignal.timeout(limitMs) });
    connection.close();
    return true;
  } catch {
    return false;
  }
}

const [ADDRESS, OTHER_ADDRESS] = ["127.0.0.1:4000", "127.0.0.1:4001"] as const;

Deno.test("joinWorkers() refuses options that make no group", async () => {
  const addresses = [ADDRESS, OTHER_ADDRESS];
  const cases: [options: JoinWorkersOptions, reason: RegExp][] = [
    [
      { addresses: [], task: 0 },
      /^RangeError: .*'addresses' must have at least one: current value has none$/,
    ],
    [
      { addresses, task: 2 },
      /^RangeError: .*'task' must be an integer from 0 to 1, .*: current value is 2$/,
    ],
    [{ addresses, task: 0.5 }, /^RangeError: .*'task' must be .*: current value is 0.5$/],
    [
      { addresses: [ADDRESS, ADDRESS], task: 0 },
      /^RangeError: .*'addresses' must differ: current value has 127.0.0.1:4000 twice$/,
    ],
    [
      { addresses: [ADDRESS, "host"], task: 0 },
      /^RangeError: .*'addresses' must be a host name or IPv4 address, and a port .*: current value is host$/,
    ],
    [{ addresses: [ADDRESS, "host:0"], task: 0 }, /: current value is host:0$/],
    [
      { addresses: ["host:4000", ADDRESS], task: 0 },
      /^RangeError: .*'bind' must be given for a host name such as host: .*$/,
    ],
    [
      { addresses, task: 0, bind: "lo" },
      /^RangeError: .*'bind' must be an IPv4 address .*: current value is lo$/,
    ],
    [
      { addresses, task: 0, peerTimeoutSec: 0 },
      /^RangeError: .*'peerTimeoutSec' must be a positive number up to 1000000: current value is 0$/,
    ],
  ];
  for (const [options, reason] of cases) await assert.rejects(joinWorkers(options), reason);
});

Deno.test("joinWorkers() with one address is a group of its own", async () => {
  const group = await joinWorkers({ addresses: [ADDRESS], task: 0 });
  const assertNoLeaks = watchTensors();
  tf.tidy(() => {
    const x = tf.tensor2d([[1, 2]]);
    assert.deepEqual(allGather(x, { group, name: "rows" }).arraySync(), [[1, 2]]);
    const means = allReduceMean([x, tf.scalar(3)], { group, name: "means" });
    assert.deepEqual(means.map((mean) => mean.arraySync()), [[[1, 2]], 3]);
    const slope = tf.grad((x: tf.Tensor) => allGather(x, { group, name: "rows" }))(x);
    assert.deepEqual(slope.arraySync(), [[1, 1]]);
  });
  assertNoLeaks();
  assert.deepEqual(await group.exchange("a", "texts"), ["a"]);
  await assert.rejects(group.guard(() => Promise.reject(new Error("mine"))), /^Error: mine$/);
  await group.fail("no reason");
  await group.close();
});

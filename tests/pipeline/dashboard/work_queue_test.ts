import assert from "node:assert/strict";
import { WorkQueue } from "../../../pipeline/dashboard/work_queue.ts";

Deno.test("WorkQueue does a bounded amount of work at a time, in order", async () => {
  const queue = new WorkQueue({ concurrency: 2, waiting: 10 });
  const started: number[] = [];
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
  const works = gates.map(({ promise }, index) =>
    queue.run(async () => {
      started.push(index);
      await promise;
      return index;
    })
  );
  await Promise.resolve();
  assert.deepEqual(started, [0, 1]);
  gates[1]!.resolve();
  assert.equal(await works[1], 1);
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(started, [0, 1, 2]);
  for (const { resolve } of gates) resolve();
  assert.deepEqual(await Promise.all(works), [0, 1, 2, 3, 4]);
  assert.deepEqual(started, [0, 1, 2, 3, 4]);
});

Deno.test("WorkQueue refuses what would wait beyond its limit, and works on after an error", async () => {
  const queue = new WorkQueue({ concurrency: 1, waiting: 1 });
  const gate = Promise.withResolvers<void>();
  const first = queue.run(() => gate.promise);
  const second = queue.run(() => Promise.reject(new Error("broken")));
  await assert.rejects(queue.run(() => Promise.resolve()), { name: "BusyError" });
  gate.resolve();
  await first;
  await assert.rejects(second, /broken/);
  assert.equal(await queue.run(() => Promise.resolve(3)), 3);
});

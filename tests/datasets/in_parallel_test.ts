import assert from "node:assert/strict";
import fc from "fast-check";
import { inParallel } from "../../datasets/mod.ts";

Deno.test("inParallel() keeps the order and the bound, whatever order work ends in", async () => {
  const property = fc.asyncProperty(
    fc.scheduler(),
    fc.array(fc.nat()),
    fc.integer({ min: 1, max: 5 }),
    async (scheduler, items, concurrency) => {
      let running = 0;
      let mostRunning = 0;
      const work = inParallel(items, concurrency, async (item) => {
        running++;
        mostRunning = Math.max(mostRunning, running);
        await scheduler.schedule(Promise.resolve());
        running--;
        return item + 1;
      });
      assert.deepEqual(await scheduler.waitFor(work), items.map((item) => item + 1));
      assert.equal(mostRunning, Math.min(concurrency, items.length));
    },
  );
  await fc.assert(property);
});

Deno.test("inParallel() starts nothing after a failure, and waits for work under way", async () => {
  const started: number[] = [];
  const ended: number[] = [];
  const slow = Promise.withResolvers<void>();
  const work = inParallel([0, 1, 2, 3, 4], 2, async (item) => {
    started.push(item);
    if (item === 1) throw new Error("one");
    await slow.promise;
    ended.push(item);
  });
  setTimeout(slow.resolve);
  await assert.rejects(work, new Error("one"));
  assert.deepEqual([started, ended], [[0, 1], [0]]);
});

Deno.test.each([0, -1, 1.5, NaN])(
  "inParallel() refuses a concurrency of %s",
  async (concurrency) => {
    await assert.rejects(inParallel([1], concurrency, () => Promise.resolve(1)), {
      name: "RangeError",
      message: "Cannot work in parallel as 'concurrency' must be a positive integer: " +
        `current value is ${concurrency}`,
    });
  },
);

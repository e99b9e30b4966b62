import assert from "node:assert/strict";
import fc from "fast-check";
import { concatMap, map, type Subscription } from "rxjs";
import {
  Credits,
  decode,
  paced,
  ratioBatch,
  ratioTickets,
  release,
} from "../../../operators/mod.ts";
import { video } from "../_clips.ts";

/** The scheduler and the bounds of a stream. */
interface World {
  readonly scheduler: fc.Scheduler;
  readonly capacity: number;
  readonly concurrency: number;
}

const WORLD = {
  scheduler: fc.scheduler(),
  capacity: fc.integer({ min: 1, max: 6 }),
  concurrency: fc.integer({ min: 1, max: 4 }),
};

/** Numbers from 0, decoded and used at speeds that the scheduler shuffles. */
function stream({ scheduler, capacity, concurrency }: World, count: number) {
  const credits = new Credits(capacity);
  const seen: number[] = [];
  let read = 0;
  let ended = 0;
  let mostInFlight = 0;
  function* numbers() {
    while (read < count) {
      mostInFlight = Math.max(mostInFlight, read + 1 - ended);
      yield read++;
    }
  }
  const source = paced(numbers(), credits).pipe(
    decode((item) => scheduler.schedule(Promise.resolve(item), `decode ${item}`), {
      concurrency,
      credits,
    }),
    concatMap((item) => scheduler.schedule(Promise.resolve(item), `use ${item}`)),
    release(credits, () => ({ clips: 1, [Symbol.dispose]: () => void ended++ })),
    map((item) => void seen.push(item)),
  );
  return { source, credits, seen, counts: () => ({ read, mostInFlight }) };
}

Deno.test("paced() to release(): at most as many items in flight as credits, each once, in order", () =>
  fc.assert(
    fc.asyncProperty(fc.record(WORLD), fc.integer({ min: 0, max: 20 }), async (world, count) => {
      const { source, credits, seen, counts } = stream(world, count);
      let completed = false;
      source.subscribe({ complete: () => completed = true });
      await world.scheduler.waitIdle();
      assert.ok(completed);
      assert.deepEqual(seen, Array.from({ length: count }, (_, index) => index));
      assert.ok(counts().mostInFlight <= world.capacity);
      assert.equal(credits.inFlight, 0);
    }),
  ));

Deno.test("paced() to release(): after unsubscribing nothing is read and all credits are available", () =>
  fc.assert(
    fc.asyncProperty(fc.record(WORLD), fc.nat({ max: 12 }), async (world, after) => {
      const { source, credits, seen, counts } = stream(world, 1000);
      const subscription: Subscription = source.subscribe();
      for (let step = 0; step < after && world.scheduler.count() > 0; step++) {
        await world.scheduler.waitOne();
      }
      subscription.unsubscribe();
      const { read } = counts();
      const before = seen.length;
      assert.equal(credits.inFlight, 0);
      await world.scheduler.waitIdle();
      assert.deepEqual([counts().read, seen.length], [read, before]);
    }),
  ));

Deno.test("ratioBatch() never waits forever, with credits for one batch or more", () =>
  fc.assert(
    fc.asyncProperty(
      fc.record({
        scheduler: fc.scheduler(),
        labeled: fc.integer({ min: 1, max: 3 }),
        ratio: fc.integer({ min: 1, max: 3 }),
        spare: fc.nat({ max: 5 }),
        concurrency: fc.integer({ min: 1, max: 4 }),
        batches: fc.integer({ min: 0, max: 4 }),
      }),
      async ({ scheduler, labeled, ratio, spare, concurrency, batches }) => {
        const size = labeled * (1 + ratio);
        const credits = new Credits(size + spare);
        const tickets = ratioTickets({
          labeled: [video("l1"), video("l2")],
          unlabeled: [video("u1"), video("u2"), video("u3")],
          labeledPerBatch: labeled,
          ratio,
          seed: 1,
        }, { phase: 0, from: 0, to: batches });
        const sizes: number[][] = [];
        paced(tickets, credits).pipe(
          decode((ticket) => scheduler.schedule(Promise.resolve({ ticket })), {
            concurrency,
            credits,
          }),
          ratioBatch({ labeled, ratio, credits }),
          concatMap((batch) => scheduler.schedule(Promise.resolve(batch))),
          release(credits, () => size),
        ).subscribe((batch) => sizes.push([batch.labeled.length, batch.unlabeled.length]));
        await scheduler.waitIdle();
        assert.deepEqual(sizes, Array.from({ length: batches }, () => [labeled, labeled * ratio]));
      },
    ),
  ));

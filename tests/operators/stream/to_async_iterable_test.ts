import assert from "node:assert/strict";
import fc from "fast-check";
import { bufferCount, map, NEVER, of, range, Subject } from "rxjs";
import { Credits, decode, paced, toAsyncIterable } from "../../../operators/mod.ts";

/** Yields numbers from 0, and logs the reading. */
function* numbers(count: number, log: string[] = []) {
  try {
    for (let number = 0; number < count; number++) {
      log.push(`read ${number}`);
      yield number;
    }
  } finally {
    log.push("end");
  }
}

/** Lets everything that is due happen. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

Deno.test("toAsyncIterable() gives all values in order, and all credits back", async () => {
  for (const capacity of [1, 2, 9]) {
    const credits = new Credits(capacity);
    const seen: number[] = [];
    for await (const number of toAsyncIterable(paced(numbers(6), credits), credits)) {
      assert.ok(credits.inFlight >= 1 && credits.inFlight <= capacity);
      seen.push(number);
      await settle();
    }
    assert.deepEqual(seen, [0, 1, 2, 3, 4, 5]);
    assert.equal(credits.inFlight, 0);
  }
});

Deno.test("toAsyncIterable() reads no further while its consumer asks for nothing", async () => {
  const log: string[] = [];
  const credits = new Credits(2);
  const iterator = toAsyncIterable(paced(numbers(9, log), credits), credits)
    [Symbol.asyncIterator]();
  await settle();
  assert.deepEqual(log, []);
  assert.equal((await iterator.next()).value, 0);
  await settle();
  assert.deepEqual(log, ["read 0", "read 1"]);
  assert.equal((await iterator.next()).value, 1);
  await settle();
  assert.deepEqual(log, ["read 0", "read 1", "read 2"]);
  assert.equal(credits.inFlight, 2);
  await iterator.return?.();
  assert.deepEqual([log.at(-1), log.length, credits.inFlight], ["end", 4, 0]);
});

Deno.test("toAsyncIterable() unsubscribes at once by return(), while a value is awaited", async () => {
  let isSubscribed = false;
  const source = NEVER.pipe(map(() => 1));
  const stream = new Subject<number>();
  const credits = new Credits(2);
  for (const silent of [source, stream]) {
    const iterator = toAsyncIterable(silent, credits)[Symbol.asyncIterator]();
    const next = iterator.next();
    isSubscribed = stream.observed;
    await iterator.return?.();
    assert.equal((await next).done, true);
    assert.equal(credits.lease, null);
  }
  assert.deepEqual([isSubscribed, stream.observed], [true, false]);
});

Deno.test("toAsyncIterable() fails once, after the values before the error", async () => {
  const credits = new Credits(3);
  const stream = paced(numbers(3), credits).pipe(map((number) => {
    if (number === 2) throw new Error("no 2");
    return number;
  }));
  const iterator = toAsyncIterable(stream, credits)[Symbol.asyncIterator]();
  assert.equal((await iterator.next()).value, 0);
  assert.equal((await iterator.next()).value, 1);
  await assert.rejects(async () => await iterator.next(), /^Error: no 2$/);
  assert.deepEqual(await iterator.next(), { done: true, value: undefined });
  assert.equal(credits.lease, null);
});

Deno.test("toAsyncIterable() answers several requests at a time, more than there are credits", async () => {
  const credits = new Credits(2);
  const iterator = toAsyncIterable(paced(numbers(5), credits), credits)[Symbol.asyncIterator]();
  const results = await Promise.all(Array.from({ length: 7 }, () => iterator.next()));
  assert.deepEqual(results.map(({ value }) => value), [0, 1, 2, 3, 4, undefined, undefined]);
  assert.equal(credits.inFlight, 0);
});

Deno.test("toAsyncIterable() disposes a value when its consumer asks for another, and the rest at the end", async () => {
  const credits = new Credits(6);
  const disposed: number[] = [];
  const batches = paced(numbers(6), credits).pipe(
    bufferCount(2),
    map(([first = -1]) => ({
      first,
      clips: 2,
      [Symbol.dispose]: () => void disposed.push(first),
    })),
  );
  const iterator = toAsyncIterable(batches, credits)[Symbol.asyncIterator]();
  assert.equal((await iterator.next()).value.first, 0);
  assert.deepEqual([disposed, credits.inFlight], [[], 6]);
  assert.equal((await iterator.next()).value.first, 2);
  assert.deepEqual([disposed, credits.inFlight], [[0], 4]);
  await iterator.return?.();
  assert.deepEqual([disposed, credits.inFlight], [[0, 2, 4], 0]);
});

Deno.test("toAsyncIterable() takes the number of credits that `held` says", async () => {
  const credits = new Credits(4);
  const pairs = paced(numbers(8), credits).pipe(bufferCount(2));
  const seen = await Array.fromAsync(toAsyncIterable(pairs, credits, (pair) => pair.length));
  assert.deepEqual(seen, [[0, 1], [2, 3], [4, 5], [6, 7]]);
});

Deno.test("toAsyncIterable() refuses a second iteration on the same credits, and leaves the first alone", async () => {
  const credits = new Credits(2);
  const items = toAsyncIterable(paced([0, 1, 2], credits), credits);
  const first = items[Symbol.asyncIterator]();
  await first.next();
  await assert.rejects(Array.fromAsync(items), /no other one may use its credits/);
  assert.equal((await first.next()).value, 1);
  await first.return?.();
  assert.deepEqual(await Array.fromAsync(items), [0, 1, 2]);
});

Deno.test("toAsyncIterable() refuses a stream that was not paced with its credits", async () => {
  const credits = new Credits(2);
  await assert.rejects(Array.fromAsync(toAsyncIterable(range(0, 9), credits)), /must be paced/);
  const one = toAsyncIterable(of(1), credits);
  await assert.rejects(Array.fromAsync(one), /'count' must be an integer from 0 to 0/);
  assert.equal(credits.lease, null);
});

Deno.test("toAsyncIterable() calls no stream stalled whose consumer works", async () => {
  const stalls: string[] = [];
  const credits = new Credits(1, {
    stalledAfterSec: 0.01,
    onStalled: ({ message }) => void stalls.push(message),
  });
  const iterator = toAsyncIterable(paced(numbers(3), credits), credits)[Symbol.asyncIterator]();
  await iterator.next();
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.deepEqual(stalls, []);
  await iterator.return?.();
});

Deno.test("toAsyncIterable() says that a stream is stalled whose consumer waits", async () => {
  const stalls: string[] = [];
  const stalled = Promise.withResolvers<void>();
  const credits = new Credits(1, {
    stalledAfterSec: 0.01,
    onStalled({ message }) {
      stalls.push(message);
      stalled.resolve();
    },
  });
  const lossy = paced(numbers(3), credits).pipe(bufferCount(2));
  const iterator = toAsyncIterable(lossy, credits)[Symbol.asyncIterator]();
  const next = iterator.next();
  await stalled.promise;
  assert.equal(stalls.length, 1);
  await iterator.return?.();
  assert.equal((await next).done, true);
});

Deno.test("ReadableStream.from(toAsyncIterable()) reads nothing ahead, and cancels upstream", async () => {
  const log: string[] = [];
  const credits = new Credits(1);
  const stream = toAsyncIterable(paced(numbers(9, log), credits), credits);
  const reader = ReadableStream.from(stream).getReader();
  await settle();
  assert.deepEqual(log, []);
  assert.equal((await reader.read()).value, 0);
  await settle();
  assert.deepEqual(log, ["read 0"]);
  await reader.cancel();
  assert.deepEqual([log, credits.inFlight], [["read 0", "end"], 0]);
});

Deno.test("toAsyncIterable(): every value once, in order, at most as many in flight as credits, whatever the speeds", () =>
  fc.assert(
    fc.asyncProperty(
      fc.record({
        scheduler: fc.scheduler(),
        capacity: fc.integer({ min: 1, max: 5 }),
        concurrency: fc.integer({ min: 1, max: 3 }),
        count: fc.nat({ max: 15 }),
        takes: fc.nat({ max: 15 }),
      }),
      async ({ scheduler, capacity, concurrency, count, takes }) => {
        const credits = new Credits(capacity);
        const log: string[] = [];
        const stream = paced(numbers(count, log), credits).pipe(
          decode((item) => scheduler.schedule(Promise.resolve(item)), { concurrency, credits }),
        );
        const seen: number[] = [];
        async function consume(): Promise<void> {
          for await (const number of toAsyncIterable(stream, credits)) {
            seen.push(number);
            const reads = log.filter((line) => line.startsWith("read")).length;
            assert.ok(reads - (seen.length - 1) <= capacity);
            if (seen.length === takes) break;
            await scheduler.schedule(Promise.resolve());
          }
        }
        await scheduler.waitFor(consume());
        const expected = takes === 0 ? count : Math.min(count, takes);
        assert.deepEqual(seen, Array.from({ length: expected }, (_, index) => index));
        assert.equal(credits.lease, null);
        assert.equal(log.filter((line) => line === "end").length, 1);
      },
    ),
  ));

import assert from "node:assert/strict";
import { concat, EMPTY, of, range, Subject, throwError } from "rxjs";
import { Credits, eachValueFrom, paced, release } from "../../../operators/mod.ts";

Deno.test("eachValueFrom() keeps every value that is pushed while nobody asks", async () => {
  const source = new Subject<number>();
  const iterator = eachValueFrom(source, { capacity: 3 })[Symbol.asyncIterator]();
  assert.equal(source.observed, false);
  const first = iterator.next();
  for (const number of [1, 2, 3, 4]) source.next(number);
  source.complete();
  const results = [await first];
  for (let request = 0; request < 4; request++) results.push(await iterator.next());
  assert.deepEqual(results.map(({ value }) => value), [1, 2, 3, 4, undefined]);
});

Deno.test("eachValueFrom() fails at the value for which there is no room, and unsubscribes", async () => {
  const source = new Subject<number>();
  const iterator = eachValueFrom(source, { capacity: 2 })[Symbol.asyncIterator]();
  const first = iterator.next();
  for (const number of [1, 2, 3, 4, 5]) source.next(number);
  assert.equal(source.observed, false);
  assert.equal((await first).value, 1);
  assert.equal((await iterator.next()).value, 2);
  assert.equal((await iterator.next()).value, 3);
  await assert.rejects(async () => await iterator.next(), {
    name: "RangeError",
    message: "Cannot iterate further as no more than 2 values may wait: " +
      "the source pushes faster than its consumer asks",
  });
  assert.equal((await iterator.next()).done, true);
});

Deno.test("eachValueFrom() ends a source that pushes without end inside of its subscription", async () => {
  const numbers = eachValueFrom(range(0, Infinity), { capacity: 3 });
  await assert.rejects(Array.fromAsync(numbers), /no more than 3 values may wait/);
});

Deno.test("eachValueFrom() passes on the end and the error of its source, once", async () => {
  assert.deepEqual(await Array.fromAsync(eachValueFrom(EMPTY, { capacity: 1 })), []);
  const failing = concat(of(1), throwError(() => new Error("broken")));
  const iterator = eachValueFrom(failing, { capacity: 1 })[Symbol.asyncIterator]();
  assert.equal((await iterator.next()).value, 1);
  await assert.rejects(async () => await iterator.next(), /^Error: broken$/);
  assert.equal((await iterator.next()).done, true);
});

Deno.test("eachValueFrom() unsubscribes by return(), before and after its first request", async () => {
  const source = new Subject<number>();
  const unread = eachValueFrom(source, { capacity: 1 })[Symbol.asyncIterator]();
  await unread.return?.();
  assert.equal((await unread.next()).done, true);
  const iterator = eachValueFrom(source, { capacity: 1 })[Symbol.asyncIterator]();
  const next = iterator.next();
  assert.equal(source.observed, true);
  await iterator.return?.();
  assert.deepEqual([source.observed, (await next).done], [false, true]);
});

Deno.test("eachValueFrom() is a source for paced(), which ends it", async () => {
  const source = new Subject<number>();
  const credits = new Credits(1);
  const seen: number[] = [];
  const events = eachValueFrom(source, { capacity: 8 });
  const subscription = paced(events, credits).pipe(release(credits))
    .subscribe((number) => seen.push(number));
  for (const number of [1, 2, 3]) source.next(number);
  await new Promise((resolve) => setTimeout(resolve));
  subscription.unsubscribe();
  assert.deepEqual([seen, source.observed, credits.inFlight], [[1, 2, 3], false, 0]);
});

Deno.test("eachValueFrom() refuses a capacity that is not a positive integer", () => {
  for (const capacity of [0, -1, 1.5, NaN, Infinity]) {
    assert.throws(() => eachValueFrom(EMPTY, { capacity }), RangeError);
  }
});

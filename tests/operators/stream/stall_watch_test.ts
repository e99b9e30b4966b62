import assert from "node:assert/strict";
import { catchError, filter, lastValueFrom, of, timer } from "rxjs";
import { Credits, decode, paced, release } from "../../../operators/mod.ts";

const STALLED = "Cannot read on as a credit must come back first: current value is 2 of 2 in " +
  "flight, and none came back for 0.01 s. An operator that drops items, such as filter(), must " +
  "call credits.giveBack() for each";

/** Lets through what is even and keeps the credits of the others. */
const dropOdd = () => filter((number: number) => number % 2 === 0);

Deno.test("Credits reports a stream whose credits do not come back, once", async () => {
  const reports = Promise.withResolvers<string>();
  let count = 0;
  const credits = new Credits(2, {
    stalledAfterSec: 0.01,
    onStalled({ message }) {
      count++;
      reports.resolve(message);
    },
  });
  const subscription = paced([1, 2, 3, 4], credits).pipe(dropOdd(), release(credits)).subscribe();
  assert.equal(await reports.promise, STALLED);
  // Some looks later.
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(count, 1);
  credits.giveBack(2);
  assert.equal(subscription.closed, true);
});

Deno.test("Credits fails a stalled stream with what its onStalled throws", async () => {
  const credits = new Credits(2, {
    stalledAfterSec: 0.01,
    onStalled(error) {
      throw error;
    },
  });
  const stream = paced([1, 2, 3, 4], credits).pipe(
    dropOdd(),
    release(credits),
    catchError(({ message }) => of(message)),
  );
  assert.equal(await lastValueFrom(stream), STALLED);
  assert.equal(credits.inFlight, 0);
});

Deno.test("Credits warns of a stalled stream if nobody else wants to know", async () => {
  const { warn } = console;
  const warned = Promise.withResolvers<string>();
  console.warn = warned.resolve;
  try {
    const credits = new Credits(2, { stalledAfterSec: 0.01 });
    const subscription = paced([1, 3, 5], credits).pipe(dropOdd(), release(credits)).subscribe();
    assert.equal(await warned.promise, STALLED);
    subscription.unsubscribe();
  } finally {
    console.warn = warn;
  }
});

Deno.test("Credits does not call a stream stalled while decode() works or the source is slow", async () => {
  const onStalled = (error: Error) => {
    throw error;
  };
  const credits = new Credits(1, { stalledAfterSec: 0.01, onStalled });
  const slow = paced([1, 2], credits).pipe(
    decode(() => timer(50), { concurrency: 1, credits }),
    release(credits),
  );
  assert.equal(await lastValueFrom(slow), 0);
  async function* numbers() {
    for (let number = 0; number < 2; number++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      yield number;
    }
  }
  assert.equal(await lastValueFrom(paced(numbers(), credits).pipe(release(credits))), 1);
});

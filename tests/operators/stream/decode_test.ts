import assert from "node:assert/strict";
import {
  EMPTY,
  map,
  mergeMap,
  NEVER,
  type Observable,
  of,
  Subject,
  take,
  throwError,
  timer,
} from "rxjs";
import { Credits, decode, type DecodeOptions, PendingWork } from "../../../operators/mod.ts";
import { marbles } from "../_checklist.ts";

/** Credits that are all taken, so that those of skipped items can be given back. */
function lent(): Credits {
  const credits = new Credits(20);
  const lease = credits.open();
  while (lease.take());
  return credits;
}

/**
 * Work that takes as many frames as the letter's position in the alphabet, and fails for capitals.
 */
function load(letter: string): Observable<string> {
  const frames = letter.toLowerCase().charCodeAt(0) - 96;
  const fails = letter !== letter.toLowerCase();
  return timer(frames).pipe(
    mergeMap(() => fails ? throwError(() => "error") : of(letter.toUpperCase())),
  );
}

const skipping = () => "skip" as const;

/**
 * Situation, source, result, the source's subscription, concurrency, `onFailure`, the test's
 * unsubscription.
 */
const CASES: readonly (readonly [
  string,
  string,
  string,
  string,
  number,
  DecodeOptions<string>["onFailure"]?,
  string?,
])[] = [
  ["never", "------", "------", "^-----", 2],
  ["empty", "|", "|", "(^!)", 2],
  ["one", "a|", "-(A|)", "^!", 2],
  ["one that takes longer than the source", "c|", "---(C|)", "^!", 2],
  ["many, one at a time", "(cba)|", "---C-B(A|)", "^----!", 1],
  ["many, results wait for their turn", "(fba)|", "------(FBA|)", "^----!", 3],
  ["two at a time, the third waits for a worker", "(afa)|", "-A----(FA|)", "^----!", 2],
  ["error in the middle", "a-a-#", "-A-A#", "^---!", 2],
  ["error of the source while a worker runs", "c-#", "--#", "^-!", 2],
  ["endless source, early unsubscribe", "a-a-a-a-a", "-A-A-", "^----!", 2, undefined, "^----!"],
  ["a failure ends the stream", "a-Ba", "-A--#", "^---!", 2],
  ["a failure is skipped", "(aBf)|", "-A----(F|)", "^----!", 3, skipping],
  ["all fail and are skipped", "(AB)|", "----|", "^---!", 2, skipping],
];

for (const [situation, source, expected, subscription, concurrency, onFailure, end] of CASES) {
  Deno.test(`decode() marbles: ${situation}`, () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const items = cold(source);
      const options = { concurrency, credits: lent(), ...(onFailure && { onFailure }) };
      expectObservable(items.pipe(decode(load, options)), end).toBe(expected);
      expectSubscriptions(items.subscriptions).toBe(subscription);
    }));
}

Deno.test("decode() unsubscribes from other workers when one fails", () =>
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const works: Record<string, ReturnType<typeof cold>> = { a: cold("-----x|"), b: cold("--#") };
    const options = { concurrency: 2, credits: lent() };
    const results = cold("(ab)c").pipe(decode((item) => works[item]!, options));
    expectObservable(results).toBe("--#");
    expectSubscriptions(works["a"]!.subscriptions).toBe("^-!");
  }));

Deno.test("decode() reports a failure only when every aborted Promise has settled", async () => {
  const log: string[] = [];
  const pendingWork = new PendingWork();
  const slow = Promise.withResolvers<string>();
  const bad = Promise.withResolvers<string>();
  const source = new Subject<string>();
  source.pipe(decode((item, signal) => {
    signal.addEventListener("abort", () => log.push(`abort ${item}`));
    return item === "slow" ? slow.promise : bad.promise;
  }, { concurrency: 2, credits: lent(), pendingWork })).subscribe({
    next: (result) => log.push(result),
    error: (error) => log.push(error.message),
  });
  source.next("slow");
  source.next("bad");
  bad.reject(new Error("broken file"));
  await bad.promise.catch(() => {});
  await Promise.resolve();
  assert.deepEqual(log, ["abort slow", "abort bad"]);
  assert.equal(source.observed, false);
  assert.equal(pendingWork.running, 1);
  slow.reject(new Error("killed"));
  await pendingWork.settled();
  assert.deepEqual(log, ["abort slow", "abort bad", "broken file"]);
});

Deno.test("decode() aborts on unsubscribing, and PendingWork resolves when all have ended", async () => {
  const pendingWork = new PendingWork();
  const ended: string[] = [];
  const results: string[] = [];
  const subscription = of("a", "b", "c").pipe(decode(
    (item, signal) =>
      new Promise<string>((_, reject) => {
        signal.addEventListener("abort", () =>
          queueMicrotask(() => {
            ended.push(item);
            reject(new Error("killed"));
          }));
      }),
    { concurrency: 2, credits: lent(), pendingWork },
  )).subscribe((result) => results.push(result));
  assert.equal(pendingWork.running, 2);
  subscription.unsubscribe();
  assert.deepEqual(ended, []);
  await pendingWork.settled();
  assert.deepEqual([ended, results, pendingWork.running], [["a", "b"], [], 0]);
});

Deno.test("decode() unsubscribes from Observables at once", () => {
  const pendingWork = new PendingWork();
  of("a").pipe(decode(() => NEVER, { concurrency: 1, credits: lent(), pendingWork }))
    .subscribe().unsubscribe();
  assert.equal(pendingWork.running, 0);
});

Deno.test("decode() puts a replacement in the position of what failed, whatever the timing", () =>
  marbles(({ cold, expectObservable }) => {
    const attempts: unknown[] = [];
    const credits = lent();
    const results = cold("(Aab)|").pipe(decode(load, {
      concurrency: 3,
      credits,
      onFailure({ item, error, attempt }) {
        attempts.push([item, error, attempt]);
        return { replacement: attempt === 1 ? "B" : "d" };
      },
    }));
    // A fails at 1, its replacement B at 3; the replacement of B, d, is ready at 7.
    expectObservable(results.pipe(map((result) => `${result} ${attempts.length}`)))
      .toBe("-------(xyz|)", { x: "D 2", y: "A 2", z: "B 2" });
    assert.equal(credits.available, 0);
  }));

Deno.test("decode() gives the credit of a skipped item back", () => {
  const credits = lent();
  const results: string[] = [];
  of("a", "bad", "c").pipe(decode(
    (item) => item === "bad" ? throwError(() => new Error("bad")) : of(item),
    { concurrency: 1, credits, onFailure: () => "skip" },
  )).subscribe((result) => results.push(result));
  assert.deepEqual([results, credits.available], [["a", "c"], 1]);
});

const MISBEHAVIORS: readonly (readonly [string, () => Observable<string>, RegExp])[] = [
  ["throws at once", () => {
    throw new Error("no such file");
  }, /no such file/],
  ["delivers nothing", () => EMPTY, /no elements/],
  ["delivers twice", () => of("a", "b"), /Too many/],
];

for (const [situation, worker, message] of MISBEHAVIORS) {
  Deno.test(`decode() fails when a worker ${situation}`, () => {
    const messages: string[] = [];
    of("x").pipe(decode(worker, { concurrency: 1, credits: lent() }))
      .subscribe({ error: ({ message }) => messages.push(message) });
    assert.equal(messages.length, 1);
    assert.match(messages[0]!, message);
  });
}

Deno.test("decode() fails with what its onFailure throws", () => {
  const seen: unknown[] = [];
  of("x", "y").pipe(decode(() => throwError(() => new Error("bad")), {
    concurrency: 1,
    credits: lent(),
    onFailure() {
      throw new Error("cannot decide");
    },
  })).subscribe({ error: (error) => seen.push(error.message) });
  assert.deepEqual(seen, ["cannot decide"]);
});

Deno.test("decode() handles many items that are ready at once, without recursion", () => {
  let count = 0;
  of(...Array.from({ length: 20_000 }, (_, index) => index)).pipe(
    decode((item) => of(item), { concurrency: 3, credits: lent() }),
    take(15_000),
  ).subscribe(() => count++);
  assert.equal(count, 15_000);
});

Deno.test("decode() refuses a limit that is not positive", () => {
  for (const abortLimitSec of [0, -1, NaN]) {
    assert.throws(() => decode(load, { concurrency: 1, credits: lent(), abortLimitSec }), {
      name: "RangeError",
      message: /'abortLimitSec' must be positive/,
    });
  }
});

Deno.test("decode() refuses a concurrency that is not a positive integer", () => {
  for (const concurrency of [0, -1, 1.5]) {
    assert.throws(() => decode(load, { concurrency, credits: lent() }), {
      name: "RangeError",
      message: /'concurrency' must be a positive integer/,
    });
  }
});

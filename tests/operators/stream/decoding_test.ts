import assert from "node:assert/strict";
import {
  catchError,
  defer,
  delayWhen,
  finalize,
  from,
  lastValueFrom,
  mergeMap,
  NEVER,
  Observable,
  of,
  Subject,
  throwError,
  timer,
} from "rxjs";
import {
  Credits,
  decode,
  PendingWork,
  type WorkersStillRunningError,
} from "../../../operators/mod.ts";
import { marbles } from "../_checklist.ts";

/** Credits that are all taken, so that those of dropped items can be given back. */
function lent(): Credits {
  const credits = new Credits(20);
  const lease = credits.open();
  while (lease.take());
  return credits;
}

/** Ignores its abort; ends when the test lets it. */
const deaf = () => Promise.withResolvers<string>();

Deno.test("decode() reports an error beside a worker that ignores its abort after a limit, and names it", () => {
  const pendingWork = new PendingWork();
  const options = { concurrency: 2, credits: lent(), pendingWork, abortLimitSec: 0.005 };
  const failure = new Error("broken file");
  const load = (item: string) =>
    item === "bad" ? timer(1).pipe(mergeMap(() => throwError(() => failure))) : deaf().promise;
  marbles(({ cold, expectObservable, flush }) => {
    const errors: WorkersStillRunningError[] = [];
    const results = cold("(ab)", { a: "deaf", b: "bad" }).pipe(
      decode(load, options),
      catchError((error) => {
        errors.push(error);
        return throwError(() => "error");
      }),
    );
    // One frame until the failure, then five of patience.
    expectObservable(results).toBe("------#");
    flush();
    assert.deepEqual(errors.map(({ message }) => message), [
      "Cannot end a stream as aborted workers must end within 0.005 s: current value is " +
      "1 still running, on 'deaf' (the stream failed with: broken file)",
    ]);
    assert.equal(errors[0]?.cause, failure);
    assert.deepEqual(errors[0]?.items, ["deaf"]);
  });
  assert.equal(pendingWork.running, 1);
});

Deno.test("decode() never exceeds its concurrency in a new subscription, and fails if no worker of the earlier one ends", async () => {
  const work = deaf();
  const started: string[] = [];
  const pendingWork = new PendingWork();
  const decoding = decode((item: string) => {
    started.push(item);
    return item === "deaf" ? work.promise : of(item);
  }, { concurrency: 1, credits: lent(), pendingWork, abortLimitSec: 0.005 });
  of("deaf").pipe(decoding).subscribe().unsubscribe();
  marbles(({ cold, expectObservable }) => {
    const message = "Cannot end a stream as aborted workers must end within 0.005 s: " +
      "current value is 1 still running, on 'deaf'";
    const results = cold("-a", { a: "next" }).pipe(
      decoding,
      catchError((error) => throwError(() => error.message)),
    );
    expectObservable(results).toBe("------#", {}, message);
  });
  assert.deepEqual(started, ["deaf"]);
  const results: string[] = [];
  const stream = of("later").pipe(decoding).subscribe((result) => results.push(result));
  assert.deepEqual(results, []);
  work.resolve("late");
  await pendingWork.settled();
  assert.deepEqual([results, stream.closed], [["later"], true]);
});

Deno.test("decode() ends an Observable's work before it reports an error", () => {
  const log: string[] = [];
  of("slow", "bad").pipe(
    decode(
      (item) => item === "slow" ? NEVER.pipe(finalize(() => log.push("ended"))) : throwError(Error),
      { concurrency: 2, credits: lent() },
    ),
  ).subscribe({ error: () => log.push("reported") });
  assert.deepEqual(log, ["ended", "reported"]);
});

Deno.test("decode() starts a worker when the one before it has let go of what it holds", async () => {
  const log: string[] = [];
  const work = (item: string) =>
    defer(() => {
      log.push(`open ${item}`);
      const result = item === "bad" ? throwError(() => new Error("broken")) : of(item);
      return result.pipe(delayWhen(() => item === "later" ? timer(0) : of(0)));
    }).pipe(finalize(() => log.push(`close ${item}`)));
  const items = ["later", "bad", "now", "last"];
  const decoding = decode(work, { concurrency: 1, credits: lent(), onFailure: () => "skip" });
  await lastValueFrom(from(items).pipe(decoding));
  assert.deepEqual(log, items.flatMap((item) => [`open ${item}`, `close ${item}`]));
});

Deno.test("decode() ends a worker that ends the stream while it starts", () => {
  for (const isFailing of [true, false]) {
    const log: string[] = [];
    const pendingWork = new PendingWork();
    const items = new Subject<string>();
    const subscription = items.pipe(
      decode(() => {
        if (isFailing) items.error(new Error("broken"));
        else subscription.unsubscribe();
        return NEVER.pipe(finalize(() => log.push("ended")));
      }, { concurrency: 1, credits: lent(), pendingWork }),
    ).subscribe({ error: ({ message }) => log.push(message) });
    items.next("a");
    assert.deepEqual(log, isFailing ? ["ended", "broken"] : ["ended"]);
    assert.equal(pendingWork.running, 0);
  }
});

Deno.test("decode() ends an Observable that ends the stream as it is subscribed, once", () => {
  const pendingWork = new PendingWork();
  const items = new Subject<string>();
  const work = new Observable<string>((subscriber) => {
    items.error(new Error("broken"));
    subscriber.next("too late");
    subscriber.complete();
  });
  const seen: string[] = [];
  items.pipe(decode(() => work, { concurrency: 1, credits: lent(), pendingWork }))
    .subscribe({ next: (result) => seen.push(result), error: ({ message }) => seen.push(message) });
  items.next("a");
  assert.deepEqual([seen, pendingWork.running], [["broken"], 0]);
});

Deno.test("decode() gives back the credits of all that it drops", () => {
  const credits = lent();
  const items = new Subject<string>();
  items.pipe(decode(() => NEVER, { concurrency: 1, credits })).subscribe().unsubscribe();
  assert.equal(credits.available, 0);
  const subscription = items.pipe(decode(() => NEVER, { concurrency: 1, credits })).subscribe();
  for (const item of "abc") items.next(item);
  subscription.unsubscribe();
  assert.equal(credits.available, 3);
});

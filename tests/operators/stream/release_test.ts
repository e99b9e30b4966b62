import assert from "node:assert/strict";
import {
  defer,
  EMPTY,
  type MonoTypeOperatorFunction,
  NEVER,
  type Observable,
  of,
  pipe,
  Subject,
  take,
  tap,
  throwError,
} from "rxjs";
import { Credits, paced, release } from "../../../operators/mod.ts";
import { checkMapLike } from "../_checklist.ts";

class Value implements Disposable {
  disposed = 0;
  constructor(readonly clips: number = 1) {}
  [Symbol.dispose]() {
    this.disposed++;
  }
}

/** Takes credits for the stream before it emits anything. */
function taking<T>(credits: Credits, count: number, source: Observable<T>): Observable<T> {
  return defer(() => {
    for (let taken = 0; taken < count; taken++) credits.lease?.take();
    return source;
  });
}

/** Takes a credit for each value. */
function takingOnes<T>(credits: Credits): MonoTypeOperatorFunction<T> {
  return tap(() => credits.lease?.take());
}

checkMapLike("release()", {
  operator() {
    const credits = new Credits(1);
    return pipe(
      takingOnes<{ readonly held: Value | null }>(credits),
      release(credits, ({ held }) => held!),
    );
  },
  input: () => ({ held: new Value() }),
  broken: () => ({ held: null }),
});

checkMapLike("release() without a function", {
  operator() {
    const credits = new Credits(1);
    return pipe(takingOnes<string>(credits), release(credits));
  },
  input: () => "a",
});

Deno.test("release() frees a value once, sends it on, then gives its credits back", () => {
  const credits = new Credits(9);
  const log: unknown[] = [];
  const value = new Value(3);
  const source = new Subject<Value>();
  const subscription = taking(credits, 7, source).pipe(release(credits, (value) => value))
    .subscribe((value) => log.push(value.disposed));
  const onCredit = () => log.push(["available", credits.available]);
  const stop = credits.lease?.read({ onCredit, onError: assert.ifError });
  source.next(value);
  stop?.();
  assert.deepEqual(log, [1, ["available", 5]]);
  subscription.unsubscribe();
});

Deno.test("release() gives back the number of credits of a value that owns no tensors", () => {
  const credits = new Credits(9);
  const available: number[] = [];
  const source = new Subject<string>();
  taking(credits, 7, source).pipe(release(credits, ({ length }) => length)).subscribe();
  const onCredit = () => available.push(credits.available);
  const stop = credits.lease?.read({ onCredit, onError: assert.ifError });
  source.next("abc");
  source.next("de");
  stop?.();
  assert.deepEqual(available, [5, 7]);
});

Deno.test("release() without a function frees what is Held, and gives one credit for other values", () => {
  const credits = new Credits(9);
  const source = new Subject<unknown>();
  taking(credits, 9, source).pipe(release(credits)).subscribe();
  const held = new Value(3);
  const disposable = { [Symbol.dispose]: () => assert.fail("is not ours") };
  const available = [held, "text", 7, undefined, null, disposable].map((value) => {
    source.next(value);
    return credits.available;
  });
  assert.deepEqual([available, held.disposed], [[3, 4, 5, 6, 7, 8], 1]);
});

Deno.test("release() fails when more credits are given back than were taken", () => {
  const credits = new Credits(1);
  const seen: unknown[] = [];
  taking(credits, 1, of(new Value(2))).pipe(release(credits, (value) => value)).subscribe({
    next: (value) => seen.push(value.clips),
    error: (error) => seen.push(error.name),
  });
  assert.deepEqual(seen, [2, "RangeError"]);
});

Deno.test("release() takes all credits back without notifying the source", () => {
  for (const source of [EMPTY, throwError(() => new Error("broken"))]) {
    const credits = new Credits(2);
    const inFlight: number[] = [];
    const stream = taking(credits, 2, source).pipe(
      tap({ subscribe: () => credits.lease?.read({ onCredit: assert.fail, onError() {} }) }),
      release(credits),
    );
    stream.subscribe({
      error: () => inFlight.push(credits.inFlight),
      complete: () => inFlight.push(credits.inFlight),
    });
    assert.deepEqual([inFlight, credits.inFlight], [[0], 0]);
  }
  const credits = new Credits(2);
  taking(credits, 2, NEVER).pipe(release(credits)).subscribe().unsubscribe();
  assert.equal(credits.inFlight, 0);
});

Deno.test("release() fails with what `held` throws", () => {
  const credits = new Credits(1);
  const seen: unknown[] = [];
  of(1).pipe(release(credits, () => {
    throw new Error("holds nothing");
  })).subscribe({ error: (error) => seen.push(error.message) });
  assert.deepEqual(seen, ["holds nothing"]);
  assert.equal(credits.inFlight, 0);
});

Deno.test("release() reads no more once its subscriber has enough", () => {
  const credits = new Credits(2);
  let read = 0;
  const source = (function* () {
    for (;;) yield ++read;
  })();
  paced(source, credits).pipe(release(credits, () => new Value()), take(3)).subscribe();
  assert.equal(read, 3);
  assert.equal(credits.inFlight, 0);
});

Deno.test("release() does not touch the credits of a stream that starts at its completion", () => {
  const credits = new Credits(3);
  const items: string[] = [];
  const startNext = () => paced(["a", "b"], credits).subscribe((item) => items.push(item));
  paced([1, 2], credits).pipe(release(credits, () => new Value())).subscribe({
    complete: startNext,
  });
  assert.deepEqual([items, credits.inFlight], [["a", "b"], 2]);
});

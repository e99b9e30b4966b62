import assert from "node:assert/strict";
import { EMPTY, NEVER, of, Subject, take, throwError } from "rxjs";
import { Credits, paced, release } from "../../../operators/mod.ts";
import { checkMapLike } from "../_checklist.ts";

class Value implements Disposable {
  disposed = 0;
  constructor(readonly clips: number = 1) {}
  [Symbol.dispose]() {
    this.disposed++;
  }
}

function lent(count: number, capacity = count): Credits {
  const credits = new Credits(capacity);
  for (let taken = 0; taken < count; taken++) credits.take();
  return credits;
}

checkMapLike("release()", {
  operator: () => release(lent(9), (value: { readonly held: Value | null }) => value.held!),
  input: () => ({ held: new Value() }),
  broken: () => ({ held: null }),
});

Deno.test("release() frees a value once, sends it on, then gives its credits back", () => {
  const credits = lent(7, 9);
  const log: unknown[] = [];
  const value = new Value(3);
  credits.returned.subscribe(() => log.push(["available", credits.available]));
  const source = new Subject<Value>();
  source.pipe(release(credits, (value) => value)).subscribe((value) => log.push(value.disposed));
  source.next(value);
  assert.deepEqual(log, [1, ["available", 5]]);
});

Deno.test("release() gives back the number of credits of a value that owns no tensors", () => {
  const credits = lent(7, 9);
  const available: number[] = [];
  const source = new Subject<string>();
  source.pipe(release(credits, ({ length }) => length)).subscribe();
  credits.returned.subscribe(() => available.push(credits.available));
  source.next("abc");
  source.next("de");
  assert.deepEqual(available, [5, 7]);
});

Deno.test("release() fails when more credits are given back than were taken", () => {
  const seen: unknown[] = [];
  of(new Value(2)).pipe(release(lent(1), (value) => value)).subscribe({
    next: (value) => seen.push(value.clips),
    error: (error) => seen.push(error.name),
  });
  assert.deepEqual(seen, [2, "RangeError"]);
});

Deno.test("release() resets all credits without notifying the source", () => {
  for (const source of [EMPTY, throwError(() => new Error("broken"))]) {
    const credits = lent(2);
    let notified = 0;
    credits.returned.subscribe(() => notified++);
    source.pipe(release(credits, () => new Value())).subscribe({
      error: () => assert.equal(credits.inFlight, 0),
      complete: () => assert.equal(credits.inFlight, 0),
    });
    assert.deepEqual([credits.inFlight, notified], [0, 0]);
  }
  const credits = lent(2);
  NEVER.pipe(release(credits, () => new Value())).subscribe().unsubscribe();
  assert.equal(credits.inFlight, 0);
});

Deno.test("release() fails with what `held` throws", () => {
  const credits = lent(1);
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

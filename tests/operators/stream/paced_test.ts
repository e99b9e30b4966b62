import assert from "node:assert/strict";
import { catchError, concatMap, delay, map, of, Subscription, take, throwError } from "rxjs";
import { Credits, paced, release } from "../../../operators/mod.ts";
import { marbles } from "../_checklist.ts";

/** Yields letters, and logs what was read and the end of the reading. */
function* letters(log: string[], text: string) {
  try {
    for (const letter of text) {
      log.push(letter);
      yield letter;
    }
  } finally {
    log.push("end");
  }
}

/**
 * Situation, items, credits, result of a device that takes two frames an item, the test's
 * unsubscription.
 */
const CASES: readonly (readonly [string, string, number, string, string?])[] = [
  ["empty", "", 2, "|"],
  ["one", "a", 2, "--(a|)"],
  ["many with one credit", "abc", 1, "--a-b-(c|)"],
  ["many with two credits", "abcd", 2, "--a-b-c-(d|)"],
  ["an iterable that throws in the middle", "ab#", 1, "--a-(b#)"],
  ["early unsubscribe", "abcd", 1, "--a-b", "^----!"],
];

/** Yields letters, and throws at a "#". */
function* lettersUntilError(text: string) {
  for (const letter of text) {
    if (letter === "#") throw new Error("the list is broken");
    yield letter;
  }
}

for (const [situation, items, capacity, expected, end] of CASES) {
  Deno.test(`paced() marbles: ${situation}`, () => {
    const credits = new Credits(capacity);
    marbles(({ expectObservable }) => {
      const stream = paced(lettersUntilError(items), credits).pipe(
        concatMap((item) => of(item).pipe(delay(2))),
        release(credits, () => 1),
        catchError(() => throwError(() => "error")),
      );
      expectObservable(stream, end).toBe(expected);
    });
    assert.equal(credits.inFlight, 0);
  });
}

Deno.test("paced() marbles: never, while no credit is given back", () =>
  marbles(({ expectObservable }) => {
    const credits = new Credits(1);
    expectObservable(paced("ab", credits), "^----!").toBe("a----");
  }));

Deno.test("paced() reads an item only when it has a credit for it", () => {
  const log: string[] = [];
  const credits = new Credits(2);
  const seen: string[] = [];
  const subscription = paced(letters(log, "abcde"), credits).subscribe((item) => seen.push(item));
  assert.deepEqual([log, seen], [["a", "b"], ["a", "b"]]);
  credits.giveBack();
  assert.deepEqual([log, seen], [["a", "b", "c"], ["a", "b", "c"]]);
  subscription.unsubscribe();
  assert.deepEqual(log, ["a", "b", "c", "end"]);
  credits.giveBack(2);
  assert.deepEqual(seen, ["a", "b", "c"]);
});

Deno.test("paced() serves an endless iterable that gives its credits back at once, without recursion", () => {
  const credits = new Credits(1);
  const log: number[] = [];
  const endless = (function* () {
    try {
      for (let number = 0;; number++) yield number;
    } finally {
      log.push(-1);
    }
  })();
  let last = 0;
  paced(endless, credits).pipe(release(credits, () => 1), take(50_000)).subscribe((number) =>
    last = number
  );
  assert.equal(last, 49_999);
  assert.deepEqual(log, [-1]);
  assert.equal(credits.inFlight, 0);
});

Deno.test("paced() reports what the iterable throws and gives the credit back", () => {
  const credits = new Credits(3);
  const failing = (function* () {
    yield 1;
    throw new Error("broken list");
  })();
  const seen: unknown[] = [];
  paced(failing, credits).pipe(release(credits, () => 1)).subscribe({
    next: (value) => seen.push(value),
    error: (error) => seen.push(error.message, credits.inFlight),
  });
  assert.deepEqual(seen, [1, "broken list", 0]);
});

Deno.test("paced() ends a generator that unsubscribes it while being read", () => {
  const log: string[] = [];
  const subscription = new Subscription();
  const source = (function* () {
    try {
      yield 1;
      subscription.unsubscribe();
      yield 2;
      yield 3;
    } finally {
      log.push("end");
    }
  })();
  const credits = new Credits(1);
  const seen: number[] = [];
  subscription.add(paced(source, credits).subscribe((value) => seen.push(value)));
  credits.giveBack();
  assert.deepEqual([seen, log], [[1], ["end"]]);
});

Deno.test("paced() refuses a second stream on the same credits", () => {
  const credits = new Credits(2);
  const first = paced([1, 2, 3], credits).subscribe();
  const messages: string[] = [];
  paced([1], credits).subscribe({ error: ({ message }) => messages.push(message) });
  assert.deepEqual(messages, [
    "Cannot start a stream as no other one may use its credits: " +
    "current value is one with 2 of 2 credits in flight",
  ]);
  first.unsubscribe();
});

Deno.test("paced() stops when a later operator throws", () => {
  const log: string[] = [];
  const credits = new Credits(3);
  const seen: unknown[] = [];
  paced(letters(log, "abc"), credits).pipe(
    map((item) => {
      if (item === "b") throw new Error("no b");
      return item;
    }),
    release(credits, () => 1),
  ).subscribe({ next: (item) => seen.push(item), error: (error) => seen.push(error.message) });
  assert.deepEqual(seen, ["a", "no b"]);
  assert.deepEqual(log, ["a", "b", "end"]);
  assert.equal(credits.inFlight, 0);
});

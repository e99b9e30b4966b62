import assert from "node:assert/strict";
import { catchError, concatMap, delay, lastValueFrom, of, take, tap, toArray } from "rxjs";
import { Credits, paced, release } from "../../../operators/mod.ts";

/** Yields letters after a turn of the event loop each, and logs the reading. */
async function* letters(log: string[], text: string) {
  try {
    for (const letter of text) {
      await new Promise((resolve) => setTimeout(resolve));
      if (letter === "#") throw new Error("the list is broken");
      log.push(letter);
      yield letter;
    }
  } finally {
    log.push("end");
  }
}

Deno.test("paced() reads an asynchronous iterable in its order, and gives all credits back", async () => {
  for (const capacity of [1, 2, 9]) {
    const credits = new Credits(capacity);
    let most = 0;
    const stream = paced(letters([], "abcdef"), credits).pipe(
      tap(() => most = Math.max(most, credits.inFlight)),
      concatMap((letter) => of(letter).pipe(delay(2))),
      release(credits, () => 1),
      toArray(),
    );
    assert.deepEqual(await lastValueFrom(stream), [..."abcdef"]);
    assert.ok(most <= capacity);
    assert.equal(credits.inFlight, 0);
  }
});

Deno.test("paced() reads no asynchronous item ahead of its credits", async () => {
  const log: string[] = [];
  const credits = new Credits(2);
  const subscription = paced(letters(log, "abcde"), credits).subscribe();
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.deepEqual(log, ["a", "b"]);
  credits.giveBack();
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.deepEqual(log, ["a", "b", "c"]);
  subscription.unsubscribe();
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.deepEqual(log, ["a", "b", "c", "end"]);
});

Deno.test("paced() passes on the error of an asynchronous iterable", async () => {
  const credits = new Credits(2);
  const stream = paced(letters([], "ab#"), credits).pipe(
    release(credits, () => 1),
    catchError((error: Error) => of(error.message)),
    toArray(),
  );
  assert.deepEqual(await lastValueFrom(stream), ["a", "b", "the list is broken"]);
  assert.equal(credits.inFlight, 0);
});

Deno.test("paced() passes on what an asynchronous iterator throws at once, whenever it is read", async () => {
  for (const good of [0, 1, 2]) {
    const credits = new Credits(1);
    let reads = 0;
    const next = () => {
      if (reads++ === good) throw new Error("the list is broken");
      return Promise.resolve({ done: false, value: "a" });
    };
    const stream = paced({ [Symbol.asyncIterator]: () => ({ next }) }, credits).pipe(
      release(credits, () => 1),
      catchError((error: Error) => of(error.message)),
      toArray(),
    );
    const expected = [...Array<string>(good).fill("a"), "the list is broken"];
    assert.deepEqual(await lastValueFrom(stream), expected);
    assert.deepEqual([reads, credits.inFlight], [good + 1, 0]);
  }
});

Deno.test("paced() ends an endless asynchronous iterable that nobody takes from any more", async () => {
  const log: string[] = [];
  const credits = new Credits(1);
  const stream = paced(letters(log, "abcdef"), credits).pipe(
    release(credits, () => 1),
    take(2),
    toArray(),
  );
  assert.deepEqual(await lastValueFrom(stream), ["a", "b"]);
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(log.at(-1), "end");
  assert.equal(credits.inFlight, 0);
});

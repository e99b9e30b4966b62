import assert from "node:assert/strict";
import { Subject } from "rxjs";
import { ObservableIterator } from "../../../operators/stream/_observable_iterator.ts";

/** An iterator over a subject, and what happens to it. */
function recorded(options: { readonly failsAt?: number } = {}) {
  const log: string[] = [];
  const source = new Subject<number>();
  const iterator = new ObservableIterator(source, {
    capacity: 2,
    overflow: () => new Error("too many"),
    begin() {
      log.push("begin");
      return {
        finish(value) {
          log.push(`finish ${value}`);
          if (value === options.failsAt) throw new Error("cannot finish");
        },
        wait: (isWaiting) => void log.push(isWaiting ? "wait" : "work"),
        close: () => void log.push("close"),
      };
    },
  });
  return { iterator, source, log };
}

Deno.test("ObservableIterator finishes a value when another one is asked for", async () => {
  const { iterator, source, log } = recorded();
  assert.deepEqual(log, []);
  const first = iterator.next();
  assert.deepEqual(log, ["begin", "wait"]);
  source.next(1);
  assert.equal((await first).value, 1);
  assert.deepEqual(log, ["begin", "wait", "work"]);
  const second = iterator.next();
  source.complete();
  assert.equal((await second).done, true);
  assert.deepEqual(log, ["begin", "wait", "work", "finish 1", "wait", "close"]);
});

Deno.test("ObservableIterator finishes what was not asked for at its end", async () => {
  const { iterator, source, log } = recorded();
  const first = iterator.next();
  for (const value of [1, 2, 3]) source.next(value);
  await first;
  await iterator.return();
  assert.deepEqual(log.slice(3), ["finish 1", "finish 2", "finish 3", "close"]);
  assert.equal(source.observed, false);
  await iterator.return();
  assert.equal(log.filter((line) => line === "close").length, 1);
});

Deno.test("ObservableIterator fails if a value cannot be finished", async () => {
  const { iterator, source, log } = recorded({ failsAt: 1 });
  const first = iterator.next();
  source.next(1);
  await first;
  await assert.rejects(iterator.next(), /^Error: cannot finish$/);
  assert.deepEqual([log.at(-1), source.observed], ["close", false]);
  assert.equal((await iterator.next()).done, true);
});

Deno.test("ObservableIterator closes also if what is left cannot be finished", async () => {
  const { iterator, source, log } = recorded({ failsAt: 1 });
  const first = iterator.next();
  source.next(1);
  await first;
  await assert.rejects(iterator.return(), /^Error: cannot finish$/);
  assert.equal(log.at(-1), "close");
});

Deno.test("ObservableIterator counts only values that wait", async () => {
  const { iterator, source } = recorded();
  const requests = [iterator.next(), iterator.next(), iterator.next()];
  for (const value of [1, 2, 3, 4, 5, 6]) source.next(value);
  assert.deepEqual((await Promise.all(requests)).map(({ value }) => value), [1, 2, 3]);
  assert.equal((await iterator.next()).value, 4);
  assert.equal((await iterator.next()).value, 5);
  await assert.rejects(iterator.next(), /^Error: too many$/);
});

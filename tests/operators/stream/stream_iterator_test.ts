import assert from "node:assert/strict";
import { lastValueFrom, of, toArray } from "rxjs";
import { Credits, paced, release } from "../../../operators/mod.ts";

/** A Web stream that gives numbers from 0 on demand, and logs what happens to it. */
function numbersUpTo(count: number, log: string[], options: { readonly failsAt?: number } = {}) {
  let next = 0;
  return new ReadableStream<number>({
    pull(controller) {
      if (next === options.failsAt) {
        controller.error(new Error("the connection broke"));
        return;
      }
      if (next === count) {
        controller.close();
        return;
      }
      log.push(`pull ${next}`);
      controller.enqueue(next++);
    },
    cancel: () => void log.push("cancel"),
  }, { highWaterMark: 0 });
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

Deno.test("paced() reads a Web stream in its order, and gives all credits back", async () => {
  for (const capacity of [1, 3]) {
    const credits = new Credits(capacity);
    const stream = paced(numbersUpTo(4, []), credits).pipe(release(credits), toArray());
    assert.deepEqual(await lastValueFrom(stream), [0, 1, 2, 3]);
    assert.equal(credits.inFlight, 0);
  }
});

Deno.test("paced() pulls no more out of a Web stream than it has credits", async () => {
  const log: string[] = [];
  const credits = new Credits(2);
  const subscription = paced(numbersUpTo(9, log), credits).subscribe();
  await settle();
  assert.deepEqual(log, ["pull 0", "pull 1"]);
  credits.giveBack();
  await settle();
  assert.deepEqual(log, ["pull 0", "pull 1", "pull 2"]);
  subscription.unsubscribe();
  assert.deepEqual(log.at(-1), "cancel");
});

Deno.test("paced() cancels a silent Web stream at once, while it waits for it", async () => {
  const log: string[] = [];
  const silent = new ReadableStream<number>({ cancel: () => void log.push("cancel") });
  const credits = new Credits(1);
  paced(silent, credits).pipe(release(credits)).subscribe().unsubscribe();
  assert.deepEqual([log, credits.inFlight], [["cancel"], 0]);
  await settle();
});

Deno.test("paced() passes on the error of a Web stream, once", async () => {
  const credits = new Credits(2);
  const errors: string[] = [];
  const seen: number[] = [];
  paced(numbersUpTo(5, [], { failsAt: 2 }), credits).pipe(release(credits)).subscribe({
    next: (number) => seen.push(number),
    error: ({ message }) => errors.push(message),
  });
  await settle();
  assert.deepEqual([seen, errors, credits.inFlight], [[0, 1], ["the connection broke"], 0]);
});

Deno.test("paced() may leave a Web stream that has failed meanwhile", async () => {
  let fail = () => {};
  const stream = new ReadableStream<number>({
    start(controller) {
      controller.enqueue(1);
      fail = () => controller.error(new Error("broken"));
    },
  });
  const credits = new Credits(1);
  const subscription = paced(stream, credits).subscribe();
  await settle();
  fail();
  subscription.unsubscribe();
  await settle();
});

Deno.test("paced() fails with a Web stream that somebody else reads", () => {
  const stream = numbersUpTo(3, []);
  stream.getReader();
  const credits = new Credits(1);
  const errors: unknown[] = [];
  paced(stream, credits).pipe(release(credits)).subscribe({ error: (error) => errors.push(error) });
  assert.ok(errors[0] instanceof TypeError);
  assert.equal(credits.lease, null);
});

Deno.test("paced() refuses an Observable, which pushes whether there is a credit or not", () => {
  const observable = of(1, 2) as unknown as Iterable<number>;
  assert.throws(() => paced(observable, new Credits(1)), {
    name: "TypeError",
    message: "Cannot pace as 'items' must be read on demand: current value is an Observable " +
      "(eachValueFrom() makes it an asynchronous iterable)",
  });
});

import assert from "node:assert/strict";
import {
  concatMap,
  delay,
  filter,
  ignoreElements,
  lastValueFrom,
  merge,
  type Observable,
  of,
  repeat,
  retry,
  share,
  Subject,
  take,
  throwError,
  toArray,
} from "rxjs";
import {
  Credits,
  decode,
  paced,
  PendingWork,
  ratioBatch,
  release,
  type Ticket,
} from "../../operators/stream/mod.ts";
import type { Fault, FaultGroup } from "./_fault.ts";
import { errorOf } from "./_seen.ts";

/** Returns the message of the error that a stream ends with. */
async function messageOf(stream: Observable<unknown>): Promise<string> {
  const { message } = await errorOf(lastValueFrom(stream, { defaultValue: undefined }));
  return message;
}

const secondStream: Fault = {
  fault: "Two streams use one `Credits` at the same time",
  outcome: "The second one fails at its start; the first one loses nothing and continues.",
  async inject() {
    const credits = new Credits(2);
    const numbers = paced([1, 2, 3, 4], credits).pipe(
      concatMap((number) => of(number).pipe(delay(1))),
      release(credits),
      toArray(),
    );
    const first = lastValueFrom(numbers);
    const message = await messageOf(paced(["a"], credits).pipe(release(credits)));
    assert.equal(credits.inFlight, 2);
    assert.deepEqual(await first, [1, 2, 3, 4]);
    return message;
  },
};

const droppedItems: Fault = {
  fault: "A `filter()` between `paced` and `release` drops items and their credits",
  outcome: "Once nothing has moved for `stalledAfterSec` (60), that is written as a warning; a " +
    "stream whose `onStalled` throws fails.",
  async inject() {
    const onStalled = (error: Error) => {
      throw error;
    };
    const credits = new Credits(2, { stalledAfterSec: 0.1, onStalled });
    const stream = paced([1, 2, 3, 4, 5, 6], credits).pipe(
      filter((number) => number % 2 === 0),
      release(credits),
    );
    const message = await messageOf(stream);
    assert.equal(credits.inFlight, 0);
    return message;
  },
};

const deafWorker: Fault = {
  fault: "A worker of `decode` fails, and another one ignores its abort",
  outcome: "The error is reported after `abortLimitSec` (10) and names what still runs, which " +
    "`PendingWork` still counts.",
  async inject() {
    const credits = new Credits(2);
    const pendingWork = new PendingWork();
    const work = Promise.withResolvers<string>();
    const load = (path: string) =>
      path === "deaf.mp4" ? work.promise : throwError(() => new Error("no such file"));
    const message = await messageOf(
      paced(["deaf.mp4", "missing.mp4"], credits).pipe(
        decode(load, { concurrency: 2, credits, pendingWork, abortLimitSec: 0.1 }),
        release(credits),
      ),
    );
    assert.equal(pendingWork.running, 1);
    work.resolve("at last");
    await pendingWork.settled();
    return message;
  },
};

const repeatedStream: Fault = {
  fault: "`repeat()` starts a stream again while aborted workers of `decode` still run",
  outcome: "They count in `concurrency` until they have ended.",
  async inject() {
    const credits = new Credits(4);
    let running = 0;
    let mostRunning = 0;
    async function load(number: number): Promise<number> {
      running++;
      mostRunning = Math.max(mostRunning, running);
      // The first results are fast, so that others still run when take() ends the stream.
      await new Promise((resolve) => setTimeout(resolve, number % 2 === 0 ? 1 : 20));
      running--;
      return number;
    }
    const pendingWork = new PendingWork();
    const stream = paced([0, 1, 2, 3], credits).pipe(
      decode(load, { concurrency: 2, credits, pendingWork }),
      release(credits),
      take(1),
      repeat(4),
      toArray(),
    );
    assert.deepEqual(await lastValueFrom(stream), [0, 0, 0, 0]);
    await pendingWork.settled();
    assert.equal(mostRunning, 2);
    return "";
  },
};

const blockedRetry: Fault = {
  fault: "`retry()` starts again, and no worker of the failed attempt ever ends",
  outcome: "The new attempt fails after `abortLimitSec` and names what still runs.",
  async inject() {
    const credits = new Credits(2);
    const pendingWork = new PendingWork();
    const work = Promise.withResolvers<string>();
    const stream = paced(["deaf.mp4", "b.mp4"], credits).pipe(
      decode(() => work.promise, { concurrency: 1, credits, pendingWork, abortLimitSec: 0.1 }),
      release(credits),
    );
    stream.subscribe().unsubscribe();
    const message = await messageOf(stream.pipe(retry(1)));
    work.resolve("at last");
    await pendingWork.settled();
    return message;
  },
};

const sharedSource: Fault = {
  fault: "Somebody else reads a shared source after `release` has ended",
  outcome: "The source fails, as no credit can come back.",
  async inject() {
    const credits = new Credits(2);
    const shared = paced([1, 2, 3], credits).pipe(share());
    const device = new Subject<number>();
    const released = merge(shared.pipe(ignoreElements()), device).pipe(release(credits));
    const subscription = released.subscribe();
    const message = messageOf(shared);
    subscription.unsubscribe();
    return await message;
  },
};

const tooManyCredits: Fault = {
  fault: "`release` is given the wrong number of credits for a value",
  outcome: "The stream fails at the first value that would free more than it holds.",
  async inject() {
    const credits = new Credits(2);
    const message = await messageOf(
      paced([1, 2, 3], credits).pipe(release(credits, () => 3)),
    );
    assert.equal(credits.inFlight, 0);
    return message;
  },
};

const impossibleBatch: Fault = {
  fault: "Clips hold every credit, and still a batch of `ratioBatch` is not full",
  outcome: "The stream fails at once, as it would wait forever.",
  async inject() {
    const credits = new Credits(3);
    const video = { id: "a", path: "a.mp4", label: null };
    const ticket: Ticket = { video, phase: 0, epoch: 0, position: 0, repeat: 0, role: "unlabeled" };
    const message = await messageOf(
      paced(Array(9).fill({ ticket }), credits).pipe(
        ratioBatch({ labeled: 1, ratio: 2, credits }),
        release(credits, () => 3),
      ),
    );
    assert.equal(credits.inFlight, 0);
    return message;
  },
};

const brokenSource: Fault = {
  fault: "The iterable that `paced` reads throws",
  outcome: "The running workers are aborted, all credits are back, then the error is passed on.",
  async inject() {
    const credits = new Credits(2);
    function* paths() {
      yield "a.mp4";
      throw new Error("the list of videos is broken");
    }
    let aborted = 0;
    const load = (_: string, signal: AbortSignal) =>
      new Promise<string>((_, reject) =>
        signal.addEventListener("abort", () => {
          aborted++;
          reject(signal.reason);
        })
      );
    const message = await messageOf(
      paced(paths(), credits).pipe(decode(load, { concurrency: 1, credits }), release(credits)),
    );
    assert.deepEqual([credits.inFlight, aborted], [0, 1]);
    return message;
  },
};

export const STREAM_FAULTS: FaultGroup = {
  title: "Streams of one's own",
  faults: [
    secondStream,
    droppedItems,
    deafWorker,
    repeatedStream,
    blockedRetry,
    sharedSource,
    tooManyCredits,
    impossibleBatch,
    brokenSource,
  ],
};

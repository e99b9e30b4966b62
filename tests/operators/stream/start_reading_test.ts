import assert from "node:assert/strict";
import {
  concat,
  delay,
  ignoreElements,
  lastValueFrom,
  merge,
  NEVER,
  type Observable,
  of,
  repeat,
  retry,
  share,
  Subject,
  take,
  tap,
  throwError,
  toArray,
} from "rxjs";
import { Credits, decode, paced, ratioBatch, release } from "../../../operators/mod.ts";
import { ticket } from "../_clips.ts";

const IN_USE = /^Cannot start a stream as no other one may use its credits: current value is one/;

/** What a subscriber sees, with the messages of errors. */
function collect(stream: Observable<unknown>): unknown[] {
  const seen: unknown[] = [];
  stream.subscribe({
    next: (value) => seen.push(value),
    error: ({ message }) => seen.push(message),
    complete: () => seen.push("completed"),
  });
  return seen;
}

Deno.test("release() of a refused second stream leaves the first one's credits alone", () => {
  const credits = new Credits(2);
  const read: string[] = [];
  const device = new Subject<string>();
  const decoded = paced("abcdef", credits).pipe(
    tap((letter) => read.push(letter)),
    ignoreElements(),
  );
  const first = merge(decoded, device).pipe(release(credits)).subscribe();
  assert.deepEqual([read, credits.inFlight], [["a", "b"], 2]);
  const second = collect(paced("xyz", credits).pipe(release(credits)));
  assert.match(String(second), IN_USE);
  assert.deepEqual([read, credits.inFlight], [["a", "b"], 2]);
  device.next("a");
  assert.deepEqual([read, credits.inFlight], [["a", "b", "c"], 2]);
  first.unsubscribe();
  assert.equal(credits.inFlight, 0);
});

Deno.test("release() is refused twice in one stream", () => {
  const credits = new Credits(2);
  const seen = collect(paced("abc", credits).pipe(release(credits), release(credits)));
  assert.match(String(seen), IN_USE);
  assert.equal(credits.inFlight, 0);
});

Deno.test("release() is followed by retry(), repeat() and concat() as any other stream", () => {
  const credits = new Credits(2);
  let attempts = 0;
  const failing = paced("ab", credits).pipe(
    tap((letter) => {
      if (letter === "b" && attempts++ < 2) throw new Error("no b");
    }),
    release(credits),
  );
  assert.deepEqual(collect(failing.pipe(retry(2))), ["a", "a", "a", "b", "completed"]);
  const short = paced("abc", credits).pipe(release(credits), take(2));
  assert.deepEqual(collect(short.pipe(repeat(2))), ["a", "b", "a", "b", "completed"]);
  assert.deepEqual(collect(concat(short, short)), ["a", "b", "a", "b", "completed"]);
  assert.equal(credits.lease, null);
});

Deno.test("a stream may start inside the completion or the error of another one", () => {
  const credits = new Credits(2);
  for (const end of [of(), throwError(() => new Error("broken"))]) {
    const seen: unknown[] = [];
    const next = () => seen.push(...collect(paced("ab", credits).pipe(release(credits))));
    concat(paced("xyz", credits), end).pipe(release(credits)).subscribe({
      error: next,
      complete: next,
    });
    assert.deepEqual(seen, ["a", "b", "completed"]);
  }
});

Deno.test("paced() may be read again for the same stream, but not twice at a time", () => {
  const credits = new Credits(2);
  const letters = paced("abc", credits);
  assert.deepEqual(collect(concat(letters, letters).pipe(release(credits))), [
    ..."abcabc",
    "completed",
  ]);
  // The first one waits for credits.
  const both = merge(merge(letters, NEVER).pipe(delay(1)), letters).pipe(release(credits));
  assert.match(String(collect(both)), IN_USE);
  assert.equal(credits.lease, null);
});

Deno.test("decode() and ratioBatch() lose no credits in a retry() before release()", async () => {
  const credits = new Credits(6);
  let failures = 0;
  const clips = Array.from({ length: 12 }, (_, index) => index).map((index) => ({
    ticket: ticket(`${index}`, index % 3 === 0 ? "labeled" : "unlabeled"),
  }));
  const stream = paced(clips, credits).pipe(
    decode((clip) => {
      const isBad = clip === clips[8] && failures++ < 3;
      return isBad ? Promise.reject(new Error("bad")) : of(clip).pipe(delay(1));
    }, { concurrency: 3, credits }),
    ratioBatch({ labeled: 2, ratio: 2, credits }),
    retry(3),
    release(credits, () => 6),
    toArray(),
  );
  // Nothing of the failed attempts is left, or the last one would wait forever.
  assert.equal((await lastValueFrom(stream)).length, 2 + 3);
});

Deno.test("paced() fails if it is still read after release() has ended", async () => {
  const credits = new Credits(2);
  const device = new Subject<string>();
  const shared = paced("abc", credits).pipe(share());
  const released = merge(shared.pipe(ignoreElements()), device).pipe(release(credits)).subscribe();
  const seen = collect(shared);
  released.unsubscribe();
  assert.deepEqual(seen, []);
  await Promise.resolve();
  assert.match(String(seen), /^Cannot read on as release\(\) must be the only one/);
});

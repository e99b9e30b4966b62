import assert from "node:assert/strict";
import { of } from "rxjs";
import { Credits, ratioBatch } from "../../../operators/mod.ts";
import { asMarbles, marbles } from "../_checklist.ts";
import { ticket } from "../_clips.ts";

const CLIPS = {
  l: { ticket: ticket("l", "labeled") },
  u: { ticket: ticket("u") },
};
const { l, u } = CLIPS;
const B = { labeled: [l], unlabeled: [u, u] };

function batch() {
  return ratioBatch<{ ticket: typeof l.ticket }>({
    labeled: 1,
    ratio: 2,
    credits: new Credits(4),
  });
}

/** Situation, source, result, the source's subscription, the test's unsubscription. */
const CASES: readonly (readonly [string, string, string, string, string?])[] = [
  ["never", "---", "---", "^--"],
  ["empty", "|", "|", "(^!)"],
  ["one batch", "luu|", "--B|", "^--!"],
  ["many batches", "luuluu-uul|", "--B--B---B|", "^---------!"],
  ["an incomplete batch is dropped", "luulu|", "--B--|", "^----!"],
  ["more of one role wait their turn", "uuul-u-l|", "---B---B|", "^-------!"],
  ["error in the middle", "luulu#", "--B--#", "^----!"],
  ["endless source, early unsubscribe", "luuluuluu", "--B--", "^----!", "^----!"],
];

for (const [situation, source, expected, subscription, end] of CASES) {
  Deno.test(`ratioBatch() marbles: ${situation}`, () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const clips = cold(source, CLIPS, "error");
      expectObservable(clips.pipe(batch()), end).toBe(expected, { B }, "error");
      expectSubscriptions(clips.subscriptions).toBe(subscription);
    }));
}

Deno.test("ratioBatch() marbles: fails with what its ratio throws, and leaves the source", () =>
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const clips = cold("lulu", CLIPS);
    const batches = clips.pipe(ratioBatch({
      labeled: 1,
      credits: new Credits(4),
      ratio(batch) {
        if (batch > 0) throw new Error("no ratio");
        return 1;
      },
    }));
    // The ratio of a batch is asked for at its first clip: the batch before it is not lost.
    expectObservable(batches.pipe(asMarbles)).toBe("-x#");
    expectSubscriptions(clips.subscriptions).toBe("^-!");
  }));

Deno.test("ratioBatch() with a ratio of 0 takes labeled clips alone", () => {
  const seen: unknown[] = [];
  of(l, l, l, l).pipe(ratioBatch({ labeled: 2, ratio: 0, credits: new Credits(2) }))
    .subscribe((batch) => seen.push(batch));
  assert.deepEqual(seen, Array(2).fill({ labeled: [l, l], unlabeled: [] }));
});

Deno.test("ratioBatch() takes a ratio that changes from batch to batch", () => {
  const seen: unknown[] = [];
  const ratio = (batch: number) => batch < 2 ? 0 : 2;
  of(l, l, l, u, u, l, u, u).pipe(ratioBatch({ labeled: 1, ratio, credits: new Credits(3) }))
    .subscribe((batch) => seen.push(batch));
  const alone = { labeled: [l], unlabeled: [] };
  assert.deepEqual(seen, [alone, alone, B, B]);
});

Deno.test("ratioBatch() reports a later batch that the credits do not suffice for", () => {
  const seen: unknown[] = [];
  const ratio = (batch: number) => batch < 1 ? 0 : 2;
  of(l, l, u).pipe(ratioBatch({ labeled: 1, ratio, credits: new Credits(2) }))
    .subscribe({ error: (error) => seen.push(error.message) });
  assert.deepEqual(seen, [
    "Cannot batch as 'credits' must suffice for a batch of 3 clips: current value is 2",
  ]);
});

Deno.test("ratioBatch() fails if it would wait forever", () => {
  const seen: unknown[] = [];
  of(u, u, u, u, u, u).pipe(batch()).subscribe({ error: (error) => seen.push(error.message) });
  assert.deepEqual(seen, [
    "Cannot batch as 4 clips must contain a batch of 1 labeled and 2 unlabeled clips: " +
    "current value is 0 and 4",
  ]);
});

Deno.test("ratioBatch() refuses options that cannot work", () => {
  const credits = new Credits(11);
  assert.throws(() => ratioBatch({ labeled: 2, ratio: 5, credits }), {
    name: "RangeError",
    message: /'credits' must suffice for a batch of 12 clips: current value is 11/,
  });
  assert.throws(() => ratioBatch({ labeled: 0, ratio: 5, credits }), /'labeled' must be/);
  assert.throws(() => ratioBatch({ labeled: 1, ratio: 1.5, credits }), /'ratio' must be/);
});

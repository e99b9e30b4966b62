import assert from "node:assert/strict";
import fc from "fast-check";
import { Subject } from "rxjs";
import { Credits, release } from "../../../../operators/stream/mod.ts";
import { law } from "./_law.ts";

/** A value that came through the stream, and whether it owns something. */
interface Value {
  readonly clips: number;
  readonly kind: "held" | "number" | "plain";
}

type Event =
  | { readonly kind: "take"; readonly count: number }
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "complete" | "error" | "unsubscribe" | "second stream" };

const VALUE: fc.Arbitrary<Value> = fc.record({
  clips: fc.nat({ max: 3 }),
  kind: fc.constantFrom("held", "number", "plain"),
});

const EVENT: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("take"), count: fc.nat({ max: 3 }) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("value"), value: VALUE }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom("complete", "error", "unsubscribe") }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("second stream") }) },
);

const EXAMPLE = fc.record({
  capacity: fc.integer({ min: 1, max: 6 }),
  events: fc.array(EVENT, { maxLength: 20 }),
  /** The value at which the subscriber unsubscribes. */
  unsubscribesAt: fc.option(fc.nat({ max: 8 }), { freq: 2 }),
});

/** What a value gives back by the contract. */
function creditsOf({ clips, kind }: Value): number {
  return kind === "plain" ? 1 : clips;
}

law(
  "release() frees each value once and gives back exactly its stream's credits",
  EXAMPLE,
  (example) => {
    const credits = new Credits(example.capacity);
    const source = new Subject<{ value: Value; disposed: number }>();
    const seen: unknown[] = [];
    let state = "open";
    let inFlight = 0;
    let notices = 0;
    const stream = source.pipe(release(credits, (item) => {
      const { clips, kind } = item.value;
      if (kind === "plain") return 1;
      if (kind === "number") return clips;
      return { clips, [Symbol.dispose]: () => void item.disposed++ };
    }));
    const subscription = stream.subscribe({
      next(item) {
        assert.equal(item.disposed, item.value.kind === "held" ? 1 : 0, "not freed once before");
        assert.equal(credits.inFlight, inFlight, "credits were given back before the value");
        if (seen.length === example.unsubscribesAt) {
          subscription.unsubscribe();
          state = "unsubscribed";
          inFlight = 0;
        }
        seen.push(item);
      },
      error() {
        state = "failed";
        assert.equal(credits.lease, null, "failed before the stream was over");
      },
      complete() {
        state = "completed";
        assert.equal(credits.lease, null, "completed before the stream was over");
      },
    });
    const stopReading = credits.lease!.read({ onCredit: () => notices++, onError: assert.fail });
    let sent = 0;
    for (const event of example.events) {
      if (state !== "open") break;
      if (event.kind === "take") {
        for (let taken = 0; taken < event.count; taken++) {
          if (credits.lease!.take()) inFlight++;
        }
      } else if (event.kind === "value") {
        const count = creditsOf(event.value);
        const before = notices;
        const isTooMuch = count > inFlight;
        if (isTooMuch) stopReading();
        source.next({ value: event.value, disposed: 0 });
        sent++;
        const isLive = state === "open";
        if (isTooMuch) assert.notEqual(state, "open");
        inFlight = isLive ? inFlight - count : 0;
        assert.equal(notices - before, isLive && count > 0 ? 1 : 0);
      } else if (event.kind === "second stream") {
        let message = "";
        stream.subscribe({ error: (error) => message = error.message });
        assert.match(message, /no other one may use its credits/);
      } else {
        stopReading();
        if (event.kind === "complete") source.complete();
        if (event.kind === "error") source.error(new Error("the source is broken"));
        if (event.kind === "unsubscribe") subscription.unsubscribe();
        state = event.kind === "unsubscribe" ? "unsubscribed" : state;
        inFlight = 0;
        assert.notEqual(state, "open");
      }
      assert.equal(credits.inFlight, inFlight);
      assert.equal(seen.length, sent);
    }
    stopReading();
    subscription.unsubscribe();
    assert.deepEqual([credits.inFlight, credits.lease, source.observed], [0, null, false]);
  },
);

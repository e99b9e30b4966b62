import assert from "node:assert/strict";
import fc from "fast-check";
import { type Observable, Subject, type Subscription } from "rxjs";
import { Credits, type Held, release } from "../../../../operators/stream/mod.ts";
import { law, sometimes } from "./_law.ts";
import { Violations } from "./_violations.ts";

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
  leavesAt: sometimes(fc.nat({ max: 8 })),
});

type Example = typeof EXAMPLE extends fc.Arbitrary<infer T> ? T : never;

/** A value on its way. */
interface Sent extends Value {
  disposed: number;
}

/** What a value gives back by the contract. */
function creditsOf({ clips, kind }: Value): number {
  return kind === "plain" ? 1 : clips;
}

function heldBy(sent: Sent): Held | number {
  const { clips, kind } = sent;
  return kind === "held"
    ? { clips, [Symbol.dispose]: () => void sent.disposed++ }
    : creditsOf(sent);
}

/** A release() whose source takes credits by hand, and what the contract says of them. */
class Run {
  readonly violations = new Violations();
  readonly credits: Credits;
  readonly source = new Subject<Sent>();
  state: "open" | "completed" | "failed" | "unsubscribed" = "open";
  /** By the contract. */
  inFlight = 0;
  readonly #leavesAt: number | null;
  readonly #stream: Observable<Sent>;
  #subscription: Subscription | undefined;
  #stopReading = () => {};
  #sent = 0;
  #seen = 0;
  #notices = 0;

  constructor({ capacity, leavesAt }: Example) {
    this.#leavesAt = leavesAt;
    this.credits = new Credits(capacity);
    this.#stream = this.source.pipe(release(this.credits, heldBy));
  }

  start(): void {
    this.#subscription = this.#stream.subscribe({
      next: (sent) => this.#accept(sent),
      error: () => this.#end("failed"),
      complete: () => this.#end("completed"),
    });
    const reader = { onCredit: () => void this.#notices++, onError() {} };
    this.#stopReading = this.credits.lease!.read(reader);
  }

  happen(event: Event): void {
    if (this.state !== "open") return;
    if (event.kind === "take") this.#take(event.count);
    else if (event.kind === "value") this.#send(event.value);
    else if (event.kind === "second stream") this.#subscribeAgain();
    else this.end(event.kind);
    assert.equal(this.credits.inFlight, this.inFlight);
    assert.equal(this.#seen, this.#sent, "a value was lost");
  }

  end(kind: "complete" | "error" | "unsubscribe"): void {
    if (this.state !== "open") return;
    this.#stopReading();
    if (kind === "complete") this.source.complete();
    if (kind === "error") this.source.error(new Error("the source is broken"));
    if (kind === "unsubscribe") this.#unsubscribe();
    const states = { complete: "completed", error: "failed", unsubscribe: "unsubscribed" };
    assert.equal(this.state, states[kind]);
  }

  #take(count: number): void {
    for (let taken = 0; taken < count; taken++) {
      if (this.credits.lease?.take()) this.inFlight++;
    }
  }

  #send(value: Value): void {
    const count = creditsOf(value);
    const isTooMuch = count > this.inFlight;
    const noticesBefore = this.#notices;
    this.#sent++;
    this.source.next({ ...value, disposed: 0 });
    if (isTooMuch) assert.notEqual(this.state, "open");
    if (this.state === "open") this.inFlight -= count;
    const isNoticed = this.state === "open" && count > 0;
    assert.equal(this.#notices - noticesBefore, isNoticed ? 1 : 0);
  }

  #accept({ kind, disposed }: Sent): void {
    this.violations.check(disposed === (kind === "held" ? 1 : 0), "not freed once before");
    this.violations.check(this.credits.inFlight === this.inFlight, "credits before their value");
    if (this.#seen === this.#leavesAt) this.#unsubscribe();
    this.#seen++;
  }

  #subscribeAgain(): void {
    let message = "";
    this.#stream.subscribe({ error: (error) => message = error.message });
    assert.match(message, /no other one may use its credits/);
  }

  #unsubscribe(): void {
    this.#subscription?.unsubscribe();
    this.#end("unsubscribed");
  }

  #end(state: "completed" | "failed" | "unsubscribed"): void {
    this.state = state;
    this.inFlight = 0;
    this.violations.check(this.credits.lease === null, `${state} before the stream was over`);
  }
}

law(
  "release() frees each value once and gives back exactly its own stream's credits",
  EXAMPLE,
  (example) => {
    const run = new Run(example);
    run.start();
    for (const event of example.events) run.happen(event);
    run.end("unsubscribe");
    run.violations.assertNone();
    assert.deepEqual([run.credits.inFlight, run.credits.lease, run.source.observed], [
      0,
      null,
      false,
    ]);
  },
);

import assert from "node:assert/strict";
import fc from "fast-check";
import { Subject, takeUntil } from "rxjs";
import { Credits, paced } from "../../../../operators/stream/mod.ts";
import { law, runAll, runOne, sometimes } from "./_law.ts";
import { Source } from "./_source.ts";
import { Violations } from "./_violations.ts";

/** Something that happens to a paced source from outside. */
type Event =
  | { readonly kind: "give back"; readonly count: number }
  | { readonly kind: "run one" | "run all" | "unsubscribe" };

const EVENT: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("give back"), count: fc.nat({ max: 3 }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("run one", "run all") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("unsubscribe") }) },
);

const EXAMPLE = fc.record({
  capacity: fc.integer({ min: 1, max: 4 }),
  count: fc.nat({ max: 9 }),
  failsAt: sometimes(fc.nat({ max: 9 })),
  scheduler: fc.option(fc.scheduler()),
  events: fc.array(EVENT, { maxLength: 15 }),
  /** Items whose credit the subscriber gives back at once. */
  givenBackAtOnce: fc.uniqueArray(fc.nat({ max: 9 })),
  /** The item at which the subscriber unsubscribes. */
  unsubscribesAt: sometimes(fc.nat({ max: 9 })),
  /** The item whose reading unsubscribes. */
  unsubscribesInRead: sometimes(fc.nat({ max: 9 })),
});

type Example = typeof EXAMPLE extends fc.Arbitrary<infer T> ? T : never;

/** A paced source without release(), and what its subscriber has got. */
class Stream {
  readonly source: Source;
  readonly credits: Credits;
  readonly seen: number[] = [];
  readonly violations = new Violations();
  state: "reading" | "completed" | "failed" | "unsubscribed" = "reading";
  givenBack = 0;
  #isAccepting = false;
  readonly #example: Example;
  /** Ends the stream also inside the call that subscribes. */
  readonly #left = new Subject<void>();

  constructor(example: Example) {
    this.#example = example;
    this.credits = new Credits(example.capacity);
    this.source = new Source({
      ...example,
      onRead: (index) => this.#checkRead(index),
      violations: this.violations,
    });
  }

  start(): void {
    paced(this.source.iterable, this.credits).pipe(takeUntil(this.#left)).subscribe({
      next: (item) => this.#accept(item),
      error: () => this.state = "failed",
      complete: () => this.#complete(),
    });
  }

  async happen(event: Event): Promise<void> {
    if (event.kind === "unsubscribe") this.#unsubscribe();
    if (event.kind === "give back") this.#giveBack(event.count);
    const { scheduler } = this.#example;
    if (scheduler === null) return;
    if (event.kind === "run one") await runOne(scheduler);
    if (event.kind === "run all") await runAll(scheduler);
  }

  #accept(item: number): void {
    this.violations.check(this.state === "reading", "an item after the end");
    this.violations.check(!this.#isAccepting, "an item inside the call of another one");
    this.#isAccepting = true;
    this.seen.push(item);
    if (this.#example.givenBackAtOnce.includes(item)) this.#giveBack(1);
    if (item === this.#example.unsubscribesAt) this.#unsubscribe();
    this.#isAccepting = false;
  }

  #complete(): void {
    if (this.state !== "reading") return;
    this.state = "completed";
    const again = paced([], this.credits).subscribe({
      error: () => this.violations.check(false, "refused after the end"),
    });
    again.unsubscribe();
  }

  #giveBack(count: number): void {
    if (this.credits.lease === null) return;
    const given = Math.min(count, this.seen.length - this.givenBack);
    this.givenBack += given;
    this.credits.giveBack(given);
  }

  #unsubscribe(): void {
    if (this.state === "reading") this.state = "unsubscribed";
    this.#left.next();
  }

  #checkRead(index: number): void {
    const inFlight = index - this.givenBack;
    this.violations.check(inFlight < this.#example.capacity, "read without a credit");
    if (index === this.#example.unsubscribesInRead) this.#unsubscribe();
  }
}

/** What the contract of paced() says of a stream that nobody has unsubscribed. */
function contract(
  { capacity, count, failsAt }: Example,
  givenBack: number,
): { readonly seen: number; readonly state: Stream["state"] } {
  const readable = Math.min(count, failsAt ?? Infinity);
  // Whether there is another item shows only in the next read, which needs a credit as well.
  const state = capacity + givenBack > readable
    ? (failsAt === readable ? "failed" : "completed")
    : "reading";
  return { seen: Math.min(readable, capacity + givenBack), state };
}

law(
  "paced() reads one item for each credit and closes its source once",
  EXAMPLE,
  async (example) => {
    const stream = new Stream(example);
    stream.start();
    for (const event of [...example.events, { kind: "run all" } as const]) {
      await stream.happen(event);
      const { seen, state, givenBack, source } = stream;
      assert.deepEqual(seen, Array.from(seen, (_, index) => index));
      const isQuiet = example.scheduler === null || event.kind === "run all";
      if (isQuiet && state !== "unsubscribed") {
        assert.deepEqual({ seen: seen.length, state }, contract(example, givenBack));
        assert.equal(source.reads, seen.length);
      }
    }
    await stream.happen({ kind: "unsubscribe" });
    if (example.scheduler !== null) await runAll(example.scheduler);
    stream.violations.assertNone();
    stream.source.assertClosed();
    // The credits of items that the subscriber has got are its own to give back.
    const { seen, givenBack, credits } = stream;
    assert.equal(credits.inFlight, seen.length - givenBack);
    if (credits.inFlight > 0) credits.giveBack(credits.inFlight);
    assert.equal(credits.lease, null);
  },
);

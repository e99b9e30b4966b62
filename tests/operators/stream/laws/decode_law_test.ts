import assert from "node:assert/strict";
import fc from "fast-check";
import { Subject, type Subscription } from "rxjs";
import { Credits, decode, PendingWork } from "../../../../operators/stream/mod.ts";
import { law, runAll, runOne, settle } from "./_law.ts";
import { type Item, WORK, type Work, Workers } from "./_workers.ts";
import { Violations } from "./_violations.ts";

/** Something that happens to a decode() from outside. */
type Event =
  | { readonly kind: "item"; readonly work: Work }
  | { readonly kind: "run one" | "run all" | "complete" | "error" | "unsubscribe" | "subscribe" };

const EVENT: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("item"), work: WORK }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom("run one", "run all") }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom("complete", "error", "unsubscribe") }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("subscribe") }) },
);

const EXAMPLE = fc.record({
  scheduler: fc.scheduler(),
  concurrency: fc.integer({ min: 1, max: 3 }),
  events: fc.array(EVENT, { maxLength: 20 }),
});

type Example = typeof EXAMPLE extends fc.Arbitrary<infer T> ? T : never;

/** One subscription: what it was given and what came out. */
class Reception {
  readonly source = new Subject<Item>();
  readonly items: Item[] = [];
  readonly seen: string[] = [];
  state: "open" | "closing" | "failing" | "completed" | "failed" | "unsubscribed" = "open";
  subscription: Subscription | undefined;

  /** What the contract says comes out if nothing fails. */
  get results(): string[] {
    return idsOfResults(this.items);
  }

  /** What the contract says has come out: the results up to the first unfinished item. */
  resultsUntil(finished: ReadonlySet<string>): string[] {
    const first = this.items.findIndex(({ id }) => !finished.has(id));
    return first === -1 ? this.results : idsOfResults(this.items.slice(0, first));
  }

  count(predicate: (item: Item) => boolean): number {
    return this.items.filter(predicate).length;
  }
}

function idsOfResults(items: readonly Item[]): string[] {
  return items.filter(({ work }) => work.last === "ok").map(({ id }) => id);
}

/** One operator and its subscriptions, one after the other. */
class Bench {
  readonly workers: Workers;
  readonly violations = new Violations();
  readonly credits = new Credits(40);
  readonly pendingWork = new PendingWork();
  readonly receptions: Reception[] = [];
  readonly #scheduler: fc.Scheduler;
  readonly #operator;
  readonly #concurrency: number;

  constructor(example: Example) {
    const { scheduler, concurrency } = example;
    this.#scheduler = scheduler;
    this.#concurrency = concurrency;
    this.workers = new Workers(example, this.violations);
    this.#operator = decode<Item, string>((item, signal) => this.workers.load(item, signal), {
      concurrency,
      credits: this.credits,
      pendingWork: this.pendingWork,
      onFailure: (failure) => this.workers.decide(failure),
    });
    this.credits.open();
    this.subscribe();
  }

  get current(): Reception {
    return this.receptions.at(-1)!;
  }

  subscribe(): void {
    const reception = new Reception();
    this.receptions.push(reception);
    reception.subscription = reception.source.pipe(this.#operator).subscribe({
      next: (id) => void reception.seen.push(id),
      error: () => this.#end(reception, "failed"),
      complete: () => this.#end(reception, "completed"),
    });
  }

  async happen(event: Event): Promise<void> {
    const { current } = this;
    if (event.kind === "run one") await runOne(this.#scheduler);
    if (event.kind === "run all") await runAll(this.#scheduler);
    if (event.kind === "subscribe" && current.state !== "open") {
      current.subscription?.unsubscribe();
      if (current.state === "closing" || current.state === "failing") {
        current.state = "unsubscribed";
      }
      this.subscribe();
    }
    // A decode() that waits for aborted workers has left its source.
    if (current.state === "open" && current.source.observed) this.#send(event, current);
    await settle();
    for (const reception of this.receptions) this.#check(reception);
    assert.equal(this.pendingWork.running, this.workers.running.size);
    assert.equal(this.credits.inFlight, sum(this.receptions.map((it) => this.#creditsOf(it))));
  }

  #send(event: Event, current: Reception): void {
    if (event.kind === "item") {
      const item = { id: `${this.receptions.length}.${current.items.length}`, work: event.work };
      current.items.push(item);
      this.credits.lease?.take();
      current.source.next(item);
    } else if (event.kind === "complete") {
      current.state = "closing";
      current.source.complete();
    } else if (event.kind === "error") {
      current.state = "failing";
      current.source.error(new Error("the source is broken"));
    } else if (event.kind === "unsubscribe") {
      current.subscription?.unsubscribe();
      current.state = "unsubscribed";
    }
  }

  #end(reception: Reception, state: "completed" | "failed"): void {
    const isEnded = this.#runningOf(reception).length === 0;
    this.violations.check(isEnded, `${state} before its workers have ended`);
    reception.state = state;
  }

  #runningOf({ items }: Reception) {
    const running = [...this.workers.running.values()];
    return running.filter(({ item }) => items.some(({ id }) => id === item.id));
  }

  #check(reception: Reception): void {
    const { state, seen, results } = reception;
    const { finished } = this.workers;
    const running = this.#runningOf(reception);
    const failures = reception.count(({ id, work }) => work.last === "fail" && finished.has(id));
    if (state === "completed") {
      assert.deepEqual([seen, failures], [results, 0]);
    } else if (state === "failed" || state === "unsubscribed") {
      assert.deepEqual(seen, results.slice(0, seen.length));
      assert.ok(running.every(({ signal }) => signal.aborted), "a worker was not aborted");
    } else if (state === "failing" || failures > 0) {
      assert.ok(running.length > 0, "the failure was not reported");
      assert.ok(running.every(({ signal }) => signal.aborted), "a worker was not aborted");
    } else {
      const unfinished = reception.count(({ id }) => !finished.has(id));
      assert.deepEqual(seen, reception.resultsUntil(finished));
      assert.ok(state === "open" || unfinished > 0, "the completion was not reported");
      const others = this.workers.running.size - running.length;
      assert.equal(running.length, Math.min(this.#concurrency - others, unfinished));
    }
  }

  /** Credits that the contract leaves in flight: nobody here gives back those of results. */
  #creditsOf(reception: Reception): number {
    const { state, seen, items } = reception;
    const { finished } = this.workers;
    const has = (last: Work["last"]) =>
      reception.count(({ id, work }) => work.last === last && finished.has(id));
    const isLive = (state === "open" || state === "closing") && has("fail") === 0;
    return isLive ? items.length - has("skip") : seen.length;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

law(
  "decode() keeps the order, its concurrency and its credits, over all subscriptions",
  EXAMPLE,
  async (example) => {
    const bench = new Bench(example);
    for (const event of example.events) await bench.happen(event);
    await bench.happen({ kind: "complete" });
    await bench.happen({ kind: "run all" });
    assert.notEqual(bench.current.state, "closing");
    assert.equal(bench.pendingWork.running, 0);
    bench.violations.assertNone();
  },
);

import assert from "node:assert/strict";
import fc from "fast-check";
import { Subject, type Subscription, take } from "rxjs";
import {
  type ClipBatch,
  Credits,
  ratioBatch,
  type Role,
  type Ticket,
} from "../../../../operators/stream/mod.ts";
import { ticket } from "../../_clips.ts";
import { law } from "./_law.ts";

const EXAMPLE = fc.record({
  labeled: fc.integer({ min: 1, max: 3 }),
  /** The ratio of each batch, repeated. */
  ratios: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 3 }),
  /** Credits beyond those of the first batch. */
  spare: fc.nat({ max: 6 }),
  clips: fc.array(fc.constantFrom<Role>("labeled", "unlabeled", "unlabeled"), { maxLength: 40 }),
  ending: fc.constantFrom("completed", "failed", "unsubscribed"),
  /** The subscriber takes this many batches and leaves inside the call. */
  wanted: fc.integer({ min: 1, max: 12 }),
});

type Example = typeof EXAMPLE extends fc.Arbitrary<infer T> ? T : never;

/** Numbers of clips by role. */
interface Batch {
  readonly labeled: readonly number[];
  readonly unlabeled: readonly number[];
}

/** What the contract says comes out of a list of clips, each called by its number. */
interface Contract {
  readonly batches: readonly Batch[];
  readonly fails: boolean;
  /** Clips that are left over when the source ends. */
  readonly left: number;
}

/** The contract of ratioBatch(): two lists, and a batch as soon as both suffice. */
function contract({ clips, ...options }: Example): Contract {
  const queues: Record<Role, number[]> = { labeled: [], unlabeled: [] };
  const batches: Batch[] = [];
  for (const [number, role] of clips.entries()) {
    const ratio = options.ratios[batches.length % options.ratios.length]!;
    const unlabeled = options.labeled * ratio;
    queues[role].push(number);
    const left = queues.labeled.length + queues.unlabeled.length;
    if (options.labeled + unlabeled > capacityOf(options)) return { batches, fails: true, left };
    if (queues.labeled.length >= options.labeled && queues.unlabeled.length >= unlabeled) {
      batches.push({
        labeled: queues.labeled.splice(0, options.labeled),
        unlabeled: queues.unlabeled.splice(0, unlabeled),
      });
      if (batches.length === options.wanted) return { batches, fails: false, left };
    } else if (left >= capacityOf(options)) {
      return { batches, fails: true, left };
    }
  }
  const left = queues.labeled.length + queues.unlabeled.length;
  return { batches, fails: false, left };
}

function capacityOf({ labeled, ratios, spare }: Omit<Example, "clips">): number {
  return labeled * (1 + ratios[0]!) + spare;
}

/** An operator that is run, and what came out of it. */
class Run {
  readonly #example: Example;
  readonly credits: Credits;
  readonly source = new Subject<{ readonly ticket: Ticket; readonly number: number }>();
  readonly batches: Batch[] = [];
  state: "open" | "completed" | "failed" | "unsubscribed" = "open";
  #subscription: Subscription | undefined;

  constructor(example: Example) {
    this.#example = example;
    this.credits = new Credits(capacityOf(example));
  }

  start(): void {
    const { labeled, ratios, wanted } = this.#example;
    const { credits } = this;
    credits.open();
    const ratio = (batch: number) => ratios[batch % ratios.length]!;
    const batches = this.source.pipe(ratioBatch({ labeled, ratio, credits }), take(wanted));
    this.#subscription = batches.subscribe({
      next: (batch) => this.#accept(batch),
      error: () => this.state = "failed",
      complete: () => this.state = "completed",
    });
  }

  send(number: number, role: Role): void {
    assert.ok(this.credits.lease?.take(), "the contract holds more than the credits");
    this.source.next({ ticket: ticket(`${number}`, role), number });
    const { clips } = this.#example;
    const { batches, fails, left } = contract({
      ...this.#example,
      clips: clips.slice(0, number + 1),
    });
    assert.deepEqual(this.batches, batches);
    assert.equal(this.state === "failed", fails);
    // Nothing but the collected clips holds a credit; at its end ratioBatch() gives them back.
    assert.equal(this.credits.inFlight, this.state === "open" ? left : 0);
  }

  end(): void {
    if (this.state !== "open") return;
    const { ending } = this.#example;
    if (ending === "completed") this.source.complete();
    if (ending === "failed") this.source.error(new Error("the source is broken"));
    if (ending === "unsubscribed") {
      this.#subscription?.unsubscribe();
      this.state = ending;
    }
    assert.equal(this.state, ending);
  }

  #accept(batch: ClipBatch<{ readonly ticket: Ticket; readonly number: number }>): void {
    const labeled = batch.labeled.map(({ number }) => number);
    const unlabeled = batch.unlabeled.map(({ number }) => number);
    this.batches.push({ labeled, unlabeled });
    this.credits.giveBack(labeled.length + unlabeled.length);
  }
}

law(
  "ratioBatch() makes each batch as soon as its clips are there, each clip once",
  EXAMPLE,
  (example) => {
    const run = new Run(example);
    run.start();
    for (const [number, role] of example.clips.entries()) {
      if (run.state === "open") run.send(number, role);
    }
    run.end();
    assert.deepEqual([run.credits.inFlight, run.source.observed], [0, false]);
  },
);

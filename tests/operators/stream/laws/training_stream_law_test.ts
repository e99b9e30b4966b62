import assert from "node:assert/strict";
import fc from "fast-check";
import { concatMap, map, type Observable } from "rxjs";
import {
  type ClipBatch,
  Credits,
  decode,
  type FailureDecision,
  type Held,
  paced,
  PendingWork,
  ratioBatch,
  ratioTickets,
  type RatioTicketsOptions,
  release,
  replacementTicket,
  type Ticket,
  type WorkerFailure,
} from "../../../../operators/stream/mod.ts";
import { videos } from "../../_clips.ts";
import { law, runAll, runOne, sometimes } from "./_law.ts";
import { Violations } from "./_violations.ts";

const EXAMPLE = fc.record({
  scheduler: fc.scheduler(),
  labeledPerBatch: fc.integer({ min: 1, max: 3 }),
  ratio: fc.nat({ max: 3 }),
  /** Credits beyond those of one batch. */
  spare: fc.nat({ max: 8 }),
  concurrency: fc.integer({ min: 1, max: 4 }),
  batches: fc.nat({ max: 4 }),
  /** Videos that cannot be decoded; two of each role can. */
  broken: fc.subarray(["l2", "l3", "u2", "u3", "u4"]),
  /** Steps of the scheduler before the subscriber leaves. */
  leavesAfter: sometimes(fc.nat({ max: 20 })),
});

type Example = typeof EXAMPLE extends fc.Arbitrary<infer T> ? T : never;

type Clip = { readonly ticket: Ticket };

/** A batch that counts how often it was freed. */
class Batch implements Held {
  readonly tickets: ClipBatch<Ticket>;
  disposed = 0;

  constructor({ labeled, unlabeled }: ClipBatch<Clip>) {
    this.tickets = { labeled: labeled.map(ticketOf), unlabeled: unlabeled.map(ticketOf) };
  }

  get clips(): number {
    return this.tickets.labeled.length + this.tickets.unlabeled.length;
  }

  [Symbol.dispose](): void {
    this.disposed++;
  }
}

function ticketOf({ ticket }: Clip): Ticket {
  return ticket;
}

function orderOf({ labeledPerBatch, ratio }: Example): RatioTicketsOptions {
  const unlabeled = ratio === 0 ? [] : videos("u", 5);
  return { labeled: videos("l", 4), unlabeled, labeledPerBatch, ratio, seed: 1 };
}

/** A training stream whose decoders and device the scheduler shuffles. */
class Training {
  readonly credits: Credits;
  readonly pendingWork = new PendingWork();
  readonly emitted: Batch[] = [];
  readonly stream: Observable<Batch>;
  readonly violations = new Violations();
  #read = 0;
  readonly #example: Example;
  readonly #replace: ReturnType<typeof replacementTicket>;

  constructor(example: Example) {
    const { labeledPerBatch, ratio, spare, concurrency, scheduler } = example;
    const order = orderOf(example);
    const credits = new Credits(labeledPerBatch * (1 + ratio) + spare);
    const { pendingWork } = this;
    this.#example = example;
    this.#replace = replacementTicket(order, order.seed);
    this.credits = credits;
    this.stream = paced(this.#tickets(), credits).pipe(
      decode((ticket: Ticket) => this.#load(ticket), {
        concurrency,
        credits,
        pendingWork,
        onFailure: (failure) => this.#decide(failure),
      }),
      ratioBatch({ labeled: labeledPerBatch, ratio, credits }),
      map((clips) => new Batch(clips)),
      concatMap((batch) => scheduler.schedule(Promise.resolve(batch), "step")),
      release(credits),
    );
  }

  /** What must come out, whatever the timing. */
  expected(): ClipBatch<Ticket>[] {
    const { batches } = this.#example;
    return Array.from({ length: batches }, (_, batch) => {
      const range = { phase: 0, from: batch, to: batch + 1 };
      const tickets = [...ratioTickets(orderOf(this.#example), range)].map((it) => this.#shown(it));
      return {
        labeled: tickets.filter(({ role }) => role === "labeled"),
        unlabeled: tickets.filter(({ role }) => role === "unlabeled"),
      };
    });
  }

  /** The ticket that is shown in the position of another one. */
  #shown(ticket: Ticket, attempt = 1): Ticket {
    const isBroken = this.#example.broken.includes(ticket.video.id);
    return isBroken ? this.#shown(this.#replace(ticket, attempt)!, attempt + 1) : ticket;
  }

  #load(ticket: Ticket): Promise<Clip> {
    const { scheduler, broken } = this.#example;
    const isBroken = broken.includes(ticket.video.id);
    const clip = isBroken ? Promise.reject(new Error("broken")) : Promise.resolve({ ticket });
    return scheduler.schedule(clip, `decode ${ticket.video.id}`);
  }

  #decide({ item, attempt }: WorkerFailure<Ticket>): FailureDecision<Ticket> {
    return { replacement: this.#replace(item, attempt)! };
  }

  /** The tickets, read under the eyes of the law. */
  *#tickets(): Iterable<Ticket> {
    const range = { phase: 0, from: 0, to: this.#example.batches };
    for (const ticket of ratioTickets(orderOf(this.#example), range)) {
      const released = this.emitted.reduce((sum, { clips }) => sum + clips, 0);
      const inFlight = this.#read - released;
      this.violations.check(inFlight < this.credits.capacity, "a ticket was read ahead");
      this.#read++;
      yield ticket;
    }
  }
}

law(
  "a training stream gives the same batches whatever the timing, with credits for one or more",
  EXAMPLE,
  async (example) => {
    const training = new Training(example);
    let completed = false;
    const subscription = training.stream.subscribe({
      next: (batch) => training.emitted.push(batch),
      complete: () => completed = true,
    });
    for (let step = 0; step < (example.leavesAfter ?? 0); step++) await runOne(example.scheduler);
    if (example.leavesAfter !== null) subscription.unsubscribe();
    await runAll(example.scheduler);
    const { emitted, credits, pendingWork, violations } = training;
    violations.assertNone();
    const batches = emitted.map(({ tickets }) => tickets);
    const expected = training.expected();
    assert.deepEqual(batches, completed ? expected : expected.slice(0, batches.length));
    assert.ok(completed || example.leavesAfter !== null, "the stream hangs");
    assert.ok(emitted.every(({ disposed }) => disposed === 1));
    assert.deepEqual([credits.lease, pendingWork.running], [null, 0]);
  },
);

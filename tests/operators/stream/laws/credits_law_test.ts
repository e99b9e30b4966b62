import assert from "node:assert/strict";
import fc from "fast-check";
import { type CreditLease, Credits } from "../../../../operators/stream/mod.ts";
import { law } from "./_law.ts";

/** The contract of {@linkcode Credits}: one stream at a time, and each counts for itself. */
class Model {
  readonly capacity: number;
  /** Credits of each stream in flight; null once it is closed. The last one may be open. */
  readonly streams: (number | null)[] = [];

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get inFlight(): number {
    return this.streams.at(-1) ?? 0;
  }

  get isOpen(): boolean {
    return typeof this.streams.at(-1) === "number";
  }
}

/** The counter and all leases that it gave. */
class Counter {
  readonly credits: Credits;
  readonly leases: CreditLease[] = [];
  /** How often the reader of each lease was notified. */
  readonly notices: number[] = [];

  constructor(capacity: number) {
    this.credits = new Credits(capacity);
  }
}

type Command = fc.Command<Model, Counter>;

/** Opens a stream: refused while another is open, which then is as before. */
class Open implements Command {
  check = () => true;

  run(model: Model, { credits, leases, notices }: Counter): void {
    if (model.isOpen) {
      assert.throws(() => credits.open(), /no other one may use its credits/);
    } else {
      const stream = leases.length;
      const lease = credits.open();
      leases.push(lease);
      notices.push(0);
      lease.read({ onCredit: () => notices[stream]!++, onError() {} });
      model.streams.push(0);
    }
    compare(model, { credits, leases });
  }

  toString = () => "open";
}

/** Something that a stream does, also one that has ended. */
abstract class StreamCommand implements Command {
  readonly #stream: number;
  readonly count: number;

  constructor(stream: number, count: number) {
    this.#stream = stream;
    this.count = count;
  }

  check({ streams }: Model): boolean {
    return streams.length > 0;
  }

  run(model: Model, counter: Counter): void {
    const stream = this.#stream % model.streams.length;
    const noticesBefore = [...counter.notices];
    const noticed = this.act(model, counter.leases[stream]!, stream);
    if (noticed) noticesBefore[stream]!++;
    assert.deepEqual(counter.notices, noticesBefore);
    compare(model, counter);
  }

  /** Acts and returns whether the stream's reader must have been notified. */
  abstract act(model: Model, lease: CreditLease, stream: number): boolean;

  toString = () => `${this.constructor.name}(stream ${this.#stream}, ${this.count})`;
}

class Take extends StreamCommand {
  override act(model: Model, lease: CreditLease, stream: number): boolean {
    const inFlight = model.streams[stream] ?? null;
    const isFree = inFlight !== null && inFlight < model.capacity;
    assert.equal(lease.take(), isFree);
    if (isFree) model.streams[stream] = inFlight + 1;
    return false;
  }
}

class GiveBack extends StreamCommand {
  override act(model: Model, lease: CreditLease, stream: number): boolean {
    const inFlight = model.streams[stream] ?? null;
    if (inFlight !== null && this.count > inFlight) {
      assert.throws(() => lease.giveBack(this.count), RangeError);
      return false;
    }
    lease.giveBack(this.count);
    if (inFlight === null) return false;
    model.streams[stream] = inFlight - this.count;
    return this.count > 0;
  }
}

class Close extends StreamCommand {
  override act(model: Model, lease: CreditLease, stream: number): boolean {
    lease.close();
    model.streams[stream] = null;
    return false;
  }
}

function compare(model: Model, { credits, leases }: Pick<Counter, "credits" | "leases">): void {
  assert.equal(credits.inFlight, model.inFlight);
  assert.equal(credits.available, model.capacity - model.inFlight);
  assert.equal(credits.lease, model.isOpen ? leases.at(-1)! : null);
  assert.deepEqual(leases.map(({ isClosed }) => isClosed), model.streams.map((s) => s === null));
}

const ARGUMENTS = [fc.nat({ max: 5 }), fc.nat({ max: 4 })] as const;

law(
  "Credits serve one stream at a time; what ended streams do changes nothing",
  fc.record({
    capacity: fc.integer({ min: 1, max: 4 }),
    commands: fc.commands([
      fc.constant(new Open()),
      fc.tuple(...ARGUMENTS).map(([stream, count]) => new Take(stream, count)),
      fc.tuple(...ARGUMENTS).map(([stream, count]) => new GiveBack(stream, count)),
      fc.tuple(...ARGUMENTS).map(([stream, count]) => new Close(stream, count)),
    ], { size: "+1" }),
  }),
  ({ capacity, commands }) => {
    const counter = new Counter(capacity);
    fc.modelRun(() => ({ model: new Model(capacity), real: counter }), commands);
    counter.credits.lease?.close();
  },
);

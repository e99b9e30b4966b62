import assert from "node:assert/strict";
import {
  bufferCount,
  concatMap,
  defer,
  finalize,
  from,
  map,
  type MonoTypeOperatorFunction,
  Observable,
  of,
  pipe,
  repeat,
  retry,
  Subject,
  type Subscription,
  take,
  takeUntil,
  tap,
} from "rxjs";
import {
  Credits,
  decode,
  type FailureDecision,
  paced,
  PendingWork,
  release,
  type WorkerFailure,
} from "../../../../operators/stream/mod.ts";
import { listen } from "../../../../operators/_listen.ts";
import { law, runAll, runOne } from "./_law.ts";
import { Source } from "./_source.ts";
import {
  type Interference,
  type Repetition,
  STREAM_PROGRAM,
  type StreamProgram,
} from "./_stream_program.ts";
import { Violations } from "./_violations.ts";
import { isFatal, type Item, type Work, Workers } from "./_workers.ts";

/** Openings of the source in which things fail. */
const FAILING_OPENINGS = 2;

/** How often a stream is repeated that take() has ended. */
const TAKES = 2;

/** The errors that a program makes happen. */
const EXPECTED_ERROR =
  /^(cannot (work on|decide about)|the (source|device) is broken|Cannot start a stream)/;

/**
 * Keeps account of the items between the source and release() for one subscription, without knowing
 * of credits.
 */
class Ledger {
  readonly #violations: Violations;
  readonly #inFlight = new Set<string>();
  /** Those of them that have left decode(). */
  readonly #passed = new Set<string>();
  /** The first opening of the source that belongs to the subscription. */
  readonly firstOpening: number;
  readonly delivered: string[] = [];
  /** The number of openings that a completed subscription had; null for others. */
  completedAfter: number | null = null;

  constructor(firstOpening: number, violations: Violations) {
    this.firstOpening = firstOpening;
    this.#violations = violations;
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  read(id: string): void {
    this.#inFlight.add(id);
  }

  /** decode() has dropped an item. */
  drop(id: string): void {
    this.#inFlight.delete(id);
  }

  /** decode() has emitted an item. */
  pass(id: string): void {
    this.#passed.add(id);
  }

  /** decode() has ended: it drops what it held. */
  endDecoding(): void {
    for (const id of this.#inFlight) if (!this.#passed.has(id)) this.#inFlight.delete(id);
  }

  /** release() has emitted items. */
  deliver(ids: readonly string[]): void {
    this.delivered.push(...ids);
    for (const id of ids) this.#violations.check(this.#inFlight.delete(id), `${id} came twice`);
  }

  /** release() has ended. */
  end(): void {
    this.#inFlight.clear();
  }

  /** @param openings Openings of the source until now. */
  complete(openings: number): void {
    this.end();
    this.completedAfter = openings - this.firstOpening;
  }
}

/** A program that runs. */
class Run {
  readonly violations = new Violations();
  readonly credits: Credits;
  readonly pendingWork = new PendingWork();
  readonly workers: Workers;
  readonly source: Source;
  readonly ledgers: Ledger[] = [];
  state: "running" | "completed" | "failed" | "unsubscribed" = "running";
  readonly #program: StreamProgram;
  readonly #stream: Observable<string[]>;
  readonly #left = new Subject<void>();
  #subscription: Subscription | undefined;
  #deviceBatches = 0;
  #seen = 0;
  #starts = 0;

  constructor(program: StreamProgram) {
    const { capacity, works, isAsynchronous, scheduler, sourceFailsAt } = program;
    this.#program = program;
    this.credits = new Credits(capacity);
    this.workers = new Workers(program, this.violations);
    this.source = new Source({
      count: works.length,
      failsAt: sourceFailsAt,
      failingOpenings: FAILING_OPENINGS,
      scheduler: isAsynchronous ? scheduler : null,
      onRead: (index, opening) => this.#read(idOf(index, opening)),
      violations: this.violations,
    });
    this.#stream = this.#build();
  }

  /** The stream as a reader of the documentation would write it, with taps for the ledger. */
  #build(): Observable<string[]> {
    const { credits, pendingWork, workers } = this;
    const { concurrency, batch, inside, outside } = this.#program;
    const load = (item: Item, signal: AbortSignal) => workers.load(item, signal);
    const decoding = decode(load, {
      concurrency,
      credits,
      pendingWork,
      onFailure: (failure) => this.#decide(failure),
    });
    const stream = defer(() => {
      const ledger = new Ledger(this.source.openings.length, this.violations);
      this.ledgers.push(ledger);
      const decoded = paced(this.source.iterable, credits).pipe(
        map((index) => this.#itemOf(index)),
        decoding,
        notNested(this.violations),
        tap((id) => ledger.pass(id)),
        finalize(() => ledger.endDecoding()),
      );
      return decoded.pipe(
        repeated(inside),
        bufferCount(batch),
        concatMap((ids) => this.#use(ids)),
        release(credits, (ids) => ids.length),
        tap({
          next: (ids) => ledger.deliver(ids),
          error: () => ledger.end(),
          complete: () => ledger.complete(this.source.openings.length),
        }),
        finalize(() => ledger.end()),
      );
    });
    return stream.pipe(repeated(outside), takeUntil(this.#left));
  }

  start(): void {
    this.#starts++;
    const start = this.#starts;
    this.state = "running";
    const subscription = this.#stream.subscribe({
      next: () => {
        if (this.#seen === this.#program.leavesAt) this.#left.next();
        this.#seen++;
      },
      error: (error) => {
        this.violations.check(EXPECTED_ERROR.test(error.message), `failed: ${error.message}`);
        this.#end("failed");
      },
      complete: () => this.#end("completed"),
    });
    // If the end has started the stream again, that subscription is already here.
    if (start === this.#starts) this.#subscription = subscription;
  }

  interfere({ kind }: Interference): void {
    if (kind === "rival") this.#startRival();
    if (kind === "rival") return;
    this.#subscription?.unsubscribe();
    if (this.state === "running") this.state = "unsubscribed";
    if (kind === "restart") this.start();
  }

  /** Ends, and in the same call starts again if the program wants that. */
  #end(state: "completed" | "failed"): void {
    this.state = state;
    if (this.#starts > this.#program.startsAgain) return;
    // take() completes while release() is still emitting: that stream has not ended.
    if (this.credits.lease === null) this.start();
    else this.#startRival();
  }

  /** Another stream: refused without any effect, or, if no other one is left, complete. */
  #startRival(): void {
    const isFree = this.credits.lease === null;
    const { inFlight } = this.credits;
    const seen: unknown[] = [];
    paced([1, 2, 3], this.credits).pipe(release(this.credits)).subscribe({
      next: (number) => seen.push(number),
      error: ({ message }) => seen.push(message.slice(0, 22)),
      complete: () => seen.push("completed"),
    });
    const expected = isFree ? [1, 2, 3, "completed"] : ["Cannot start a stream "];
    this.violations.check(String(seen) === String(expected), `a rival stream saw ${seen}`);
    this.violations.check(this.credits.inFlight === inFlight, "a rival changed the credits");
  }

  #itemOf(index: number): Item {
    const opening = this.source.openings.length - 1;
    return { id: idOf(index, opening), work: workOf(this.#program.works[index]!, opening) };
  }

  #read(id: string): void {
    const inFlight = this.ledgers.reduce((sum, ledger) => sum + ledger.inFlight, 0);
    this.violations.check(inFlight < this.#program.capacity, `${id} was read ahead`);
    this.ledgers.at(-1)?.read(id);
  }

  #decide(failure: WorkerFailure<Item>): FailureDecision<Item> {
    const decision = this.workers.decide(failure);
    if (decision === "skip") this.ledgers.at(-1)?.drop(failure.item.id);
    return decision;
  }

  #use(ids: string[]): Observable<string[]> {
    const { scheduler, isDeviceInstant } = this.#program;
    const time: Observable<unknown> = isDeviceInstant
      ? of(null)
      : defer(() => from(scheduler.schedule(Promise.resolve(), `use ${ids}`)));
    return time.pipe(map(() => {
      const batch = this.#deviceBatches;
      this.#deviceBatches++;
      if (batch === this.#program.deviceFailsAt) throw new Error("the device is broken");
      return ids;
    }));
  }
}

function idOf(index: number, opening: number): string {
  return `${opening}.${index}`;
}

function workOf(work: Work, opening: number): Work {
  if (opening < FAILING_OPENINGS || !isFatal(work)) return work;
  return { ...work, last: "ok" };
}

function repeated<T>({ kind, ...options }: Repetition & { readonly count?: number }) {
  const { count = 0 } = options;
  const operators: Record<Repetition["kind"], MonoTypeOperatorFunction<T>> = {
    none: pipe(),
    take: take(count),
    "take, repeat": pipe(take(count), repeat(TAKES)),
    repeat: repeat(count),
    retry: retry(count),
  };
  return operators[kind];
}

/** Checks that no value comes inside the call of another one, which would grow the stack. */
function notNested<T>(violations: Violations): MonoTypeOperatorFunction<T> {
  return (source) =>
    new Observable<T>((subscriber) => {
      let isInside = false;
      listen(source, subscriber, {
        next(value) {
          violations.check(!isInside, "a value inside the call of another one");
          isInside = true;
          subscriber.next(value);
          isInside = false;
        },
        error: (error) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
    });
}

/** What the contract says of one opening of the source. */
function contract(
  { works, sourceFailsAt, inside }: StreamProgram,
  opening: number,
): { readonly ids: readonly string[]; readonly fails: boolean } {
  const work = works.map((work) => workOf(work, opening));
  const sourceEnd = opening < FAILING_OPENINGS && (sourceFailsAt ?? Infinity) <= works.length
    ? sourceFailsAt!
    : null;
  const failing = work.slice(0, sourceEnd ?? undefined).findIndex(isFatal);
  const end = failing === -1 ? sourceEnd ?? works.length : failing;
  const ids = [...work.keys()].filter((index) => index < end && work[index]!.last === "ok")
    .map((index) => idOf(index, opening));
  const fails = failing !== -1 || sourceEnd !== null;
  const isTaken = inside.kind === "take" || inside.kind === "take, repeat";
  if (!isTaken || ids.length < inside.count) return { ids, fails };
  return { ids: ids.slice(0, inside.count), fails };
}

/** Asserts that a stream has delivered what the contract says: all if it completed, else a part. */
function checkDelivery(program: StreamProgram, ledger: Ledger): void {
  const { delivered: ids, firstOpening, completedAfter } = ledger;
  const isCompleted = completedAfter !== null;
  const deliveredFrom = ids.map((id) => Number(id.split(".")[0]));
  const openings = completedAfter ?? Math.max(0, ...deliveredFrom) + 1 - firstOpening;
  const inOrder: string[] = [];
  for (let opening = firstOpening; opening < firstOpening + openings; opening++) {
    const seen = ids.filter((id) => id.startsWith(`${opening}.`));
    const { ids: all, fails } = contract(program, opening);
    assert.deepEqual(seen, isCompleted && !fails ? all : all.slice(0, seen.length));
    inOrder.push(...seen);
  }
  assert.deepEqual(ids, inOrder);
  const { kind, count } = { count: 1, ...program.inside };
  if (isCompleted && kind === "repeat") assert.equal(openings, count);
  if (isCompleted && kind === "take, repeat") assert.equal(openings, TAKES);
  if (isCompleted && kind === "retry") assert.ok(openings <= count + 1);
  if (isCompleted && (kind === "none" || kind === "take")) assert.equal(openings, 1);
}

law(
  "a stream holds at most its credits, loses, doubles and reorders nothing, and releases all",
  STREAM_PROGRAM,
  async (program) => {
    const run = new Run(program);
    run.start();
    for (const interference of program.interferences) {
      for (let step = 0; step < interference.afterSteps; step++) await runOne(program.scheduler);
      run.interfere(interference);
    }
    await runAll(program.scheduler);
    assert.notEqual(run.state, "running", "the stream hangs");
    run.violations.assertNone();
    for (const ledger of run.ledgers) checkDelivery(program, ledger);
    run.source.assertClosed();
    assert.deepEqual([run.credits.inFlight, run.credits.lease], [0, null]);
    assert.deepEqual([run.workers.running.size, run.pendingWork.running], [0, 0]);
  },
);

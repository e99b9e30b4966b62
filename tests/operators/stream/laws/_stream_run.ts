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
import { listen } from "../../../../operators/_listen.ts";
import {
  Credits,
  decode,
  type FailureDecision,
  paced,
  PendingWork,
  release,
  type WorkerFailure,
} from "../../../../operators/stream/mod.ts";
import { Ledger } from "./_ledger.ts";
import { Source } from "./_source.ts";
import {
  FAILING_OPENINGS,
  idOf,
  type Interference,
  type Repetition,
  type StreamProgram,
  TAKES,
  workOf,
} from "./_stream_program.ts";
import { Violations } from "./_violations.ts";
import { type Item, Workers } from "./_workers.ts";

/** The errors that a program makes happen. */
const EXPECTED_ERROR =
  /^(cannot (work on|decide about)|the (source|device) is broken|Cannot start a stream)/;

/** A program that runs. */
export class StreamRun {
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

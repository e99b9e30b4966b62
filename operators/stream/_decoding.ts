import {
  defer,
  isObservable,
  type Observable,
  single,
  Subject,
  type Subscriber,
  Subscription,
  takeUntil,
  timer,
} from "../_rxjs.ts";
import { listen } from "../_listen.ts";
import { timerMilliseconds } from "./_timer_milliseconds.ts";
import type { Worker, WorkerPool } from "./_worker_pool.ts";
import type { CreditLease } from "./credit_lease.ts";
import type { DecodeOptions, DecodeWorker } from "./decode_options.ts";
import { WorkersStillRunningError } from "./workers_still_running_error.ts";

/** What {@linkcode Decoding} works with. */
export interface DecodingOptions<Item> extends DecodeOptions<Item> {
  readonly abortLimitSec: number;
  readonly pool: WorkerPool<Item>;
}

/** A position in the order of the results. `outcome` is null until its work is over. */
interface Slot<Item, Result> {
  readonly item: Item;
  readonly attempt: number;
  outcome: { readonly result: Result } | "skipped" | null;
}

/** A worker of this subscription. */
interface RunningWorker<Item> extends Worker<Item> {
  /** Whether unsubscribing ends it; a Promise ends by itself. */
  isObservable: boolean;
  readonly subscription: Subscription;
}

/** The workers and results of one subscription. */
export class Decoding<Item, Result> {
  readonly #load: DecodeWorker<Item, Result>;
  readonly #options: DecodingOptions<Item>;
  readonly #subscriber: Subscriber<Result>;
  readonly #cancellation = new AbortController();
  readonly #stopped = new Subject<void>();
  /** All positions whose result was not emitted yet, in order. */
  readonly #order: Slot<Item, Result>[] = [];
  /** The positions of `#order` whose work has not started. */
  readonly #waiting: Slot<Item, Result>[] = [];
  readonly #workers = new Set<RunningWorker<Item>>();
  /** Of the stream that the items come from; null until the first one, or if they are not paced. */
  #lease: CreditLease | null = null;
  #sourceCompleted = false;
  #isStarting = false;
  #isEmitting = false;
  #hasStopped = false;
  #failure: { readonly error: unknown } | null = null;
  /** The time limit for aborted workers that this subscription waits for. */
  #limit: Subscription | null = null;

  constructor(
    load: DecodeWorker<Item, Result>,
    options: DecodingOptions<Item>,
    subscriber: Subscriber<Result>,
  ) {
    this.#load = load;
    this.#options = options;
    this.#subscriber = subscriber;
  }

  start(source: Observable<Item>): void {
    this.#subscriber.add(() => this.#stop());
    this.#subscriber.add(this.#options.pool.changed.subscribe(() => this.#startWaiting()));
    listen(source.pipe(takeUntil(this.#stopped)), this.#subscriber, {
      next: (item) => this.#accept(item),
      error: (error) => this.#fail(error),
      complete: () => {
        this.#sourceCompleted = true;
        this.#emit();
      },
    });
  }

  #accept(item: Item): void {
    if (this.#failure !== null) return;
    this.#lease ??= this.#options.credits.lease;
    const slot = { item, attempt: 1, outcome: null };
    this.#order.push(slot);
    this.#waiting.push(slot);
    this.#startWaiting();
  }

  #startWaiting(): void {
    // A worker that ends at once leaves its room to the running loop.
    if (this.#isStarting) return;
    this.#isStarting = true;
    while (this.#options.pool.hasRoom) {
      const slot = this.#waiting.shift();
      if (slot === undefined) break;
      this.#run(slot);
    }
    this.#isStarting = false;
    this.#limitBlocking();
  }

  #run(slot: Slot<Item, Result>): void {
    let outcome: Slot<Item, Result>["outcome"] = null;
    /** What follows once the worker has ended by itself. */
    let conclude: (() => void) | null = null;
    const worker = this.#startWorker(slot.item);
    const work = defer(() => {
      const started = this.#load(slot.item, this.#cancellation.signal);
      worker.isObservable = isObservable(started);
      return started;
    });
    const running = work.pipe(single()).subscribe({
      next: (result) => outcome = { result },
      error: (error) => conclude = () => this.#decide(slot, error),
      complete: () => conclude = () => slot.outcome = outcome,
    });
    worker.subscription.add(running);
    // The last that happens: an Observable has let go of what it holds before another one starts.
    running.add(() => conclude && this.#settle(worker, conclude));
    // The worker itself may have ended the stream while it started.
    if (this.#hasStopped) {
      this.#abortWorkers();
      this.#reportFailure();
    }
  }

  #startWorker(item: Item): RunningWorker<Item> {
    const subscription = new Subscription();
    const worker = { item, isAborted: false, isObservable: false, subscription };
    this.#options.pool.start(worker);
    this.#workers.add(worker);
    this.#options.pendingWork?.start();
    this.#lease?.startWork();
    return worker;
  }

  #endWorker(worker: RunningWorker<Item>): void {
    this.#options.pool.end(worker);
    this.#workers.delete(worker);
    this.#lease?.endWork();
    this.#options.pendingWork?.end();
  }

  #settle(worker: RunningWorker<Item>, conclude: () => void): void {
    if (!this.#workers.has(worker)) return;
    this.#endWorker(worker);
    const isOpen = this.#failure === null && !this.#subscriber.closed;
    if (isOpen) conclude();
    // The next worker starts before results are emitted; it may be one of another subscription.
    this.#options.pool.announceChange();
    if (isOpen) this.#emit();
    else this.#reportFailure();
  }

  #decide(slot: Slot<Item, Result>, error: unknown): void {
    const { item, attempt } = slot;
    try {
      const decision = this.#options.onFailure?.({ item, error, attempt }) ?? "fail";
      if (decision === "fail") {
        this.#fail(error);
      } else if (decision === "skip") {
        slot.outcome = "skipped";
        (this.#lease ?? this.#options.credits).giveBack();
      } else {
        this.#replace(slot, decision.replacement);
      }
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  #replace(slot: Slot<Item, Result>, item: Item): void {
    const replacement = { item, attempt: slot.attempt + 1, outcome: null };
    this.#order[this.#order.indexOf(slot)] = replacement;
    this.#waiting.unshift(replacement);
  }

  #emit(): void {
    // Emitting a result may bring new items and results: the running loop will emit those as well.
    if (this.#isEmitting) return;
    this.#isEmitting = true;
    for (let head = this.#order[0]; head && head.outcome !== null; head = this.#order[0]) {
      this.#order.shift();
      if (head.outcome !== "skipped") this.#subscriber.next(head.outcome.result);
    }
    this.#isEmitting = false;
    const isDone = this.#sourceCompleted && this.#order.length === 0 && this.#failure === null;
    if (isDone) this.#subscriber.complete();
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#stop();
    this.#reportFailure();
    if (this.#workers.size === 0) return;
    const cause = this.#failure.error;
    this.#limitWait(() => Array.from(this.#workers, ({ item }) => item), { cause });
  }

  #reportFailure(): void {
    if (this.#failure !== null && this.#workers.size === 0) {
      this.#subscriber.error(this.#failure.error);
    }
  }

  /** Limits the time that items wait for aborted workers of earlier subscriptions. */
  #limitBlocking(): void {
    const { pool } = this.#options;
    if (this.#hasStopped) return;
    if (this.#waiting.length === 0 || pool.blocking.length === 0) {
      this.#limit?.unsubscribe();
      this.#limit = null;
    } else if (this.#limit === null) {
      this.#limitWait(() => pool.blocking);
    }
  }

  #limitWait(blocking: () => readonly Item[], options?: ErrorOptions): void {
    const { abortLimitSec } = this.#options;
    this.#limit?.unsubscribe();
    this.#limit = timer(timerMilliseconds(abortLimitSec)).subscribe(() => {
      const error = new WorkersStillRunningError(blocking(), abortLimitSec, options);
      this.#failure = { error };
      this.#stop();
      this.#subscriber.error(error);
    });
    this.#subscriber.add(this.#limit);
  }

  /** Aborts the workers and drops what was not emitted. */
  #stop(): void {
    if (this.#hasStopped) return;
    this.#hasStopped = true;
    const dropped = this.#order.filter(({ outcome }) => outcome !== "skipped").length;
    this.#waiting.length = 0;
    this.#order.length = 0;
    this.#abortWorkers();
    this.#stopped.next();
    // Not before: the source must not read another item for them.
    this.#lease?.giveBackDropped(dropped);
    this.#options.pool.announceChange();
  }

  #abortWorkers(): void {
    for (const worker of this.#workers) worker.isAborted = true;
    this.#cancellation.abort();
    for (const worker of this.#workers) {
      if (!worker.isObservable) continue;
      worker.subscription.unsubscribe();
      this.#endWorker(worker);
    }
  }
}

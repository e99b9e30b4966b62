import { type Observable, Subject, takeUntil } from "../_rxjs.ts";

/** What becomes of the values of one iteration. */
export interface Consumption<T> {
  /** Called when the consumer asks for another value after this one, or will not get it. */
  finish(value: T): void;
  /** Called when the consumer begins to wait for a value, and when it has one. */
  wait(isWaiting: boolean): void;
  /** Called once, when the consumer gets no more values. */
  close(): void;
}

/** Options of {@linkcode ObservableIterator}. */
export interface ObservableIteratorOptions<T> {
  /** How many values may wait for the consumer. */
  readonly capacity: number;
  /** Called at the first request, before the subscription. */
  readonly begin: () => Consumption<T>;
  /** Returns the error of a source that pushes more. */
  readonly overflow: () => Error;
}

/** How an iteration ends. */
interface Ending {
  readonly failure?: { readonly error: unknown };
}

/**
 * Pulls the values out of an Observable, which is subscribed at the first request. A value is in the
 * consumer's hands until it asks for another one.
 */
export class ObservableIterator<T> implements AsyncIterator<T> {
  readonly #source: Observable<T>;
  readonly #options: ObservableIteratorOptions<T>;
  readonly #stopped = new Subject<void>();
  /** Values that nobody has asked for. */
  readonly #values: T[] = [];
  /** Requests that have no value yet; there are none while values wait. */
  readonly #requests: PromiseWithResolvers<IteratorResult<T>>[] = [];
  #consumption: Consumption<T> | null = null;
  /** The value that the last request got. */
  #held: { readonly value: T } | null = null;
  /** Set when the source has ended, after which its values may still wait. */
  #ending: Ending | null = null;
  #isWaiting = false;
  #isClosed = false;

  constructor(source: Observable<T>, options: ObservableIteratorOptions<T>) {
    this.#source = source;
    this.#options = options;
  }

  next(): Promise<IteratorResult<T>> {
    const request = Promise.withResolvers<IteratorResult<T>>();
    this.#requests.push(request);
    if (this.#consumption === null && this.#ending === null) this.#start();
    else this.#finishHeld();
    this.#serve();
    return request.promise;
  }

  async return(): Promise<IteratorResult<T>> {
    this.#ending = {};
    try {
      this.#close();
    } finally {
      this.#serve();
    }
    return await Promise.resolve({ done: true, value: undefined });
  }

  #start(): void {
    try {
      this.#consumption = this.#options.begin();
    } catch (error) {
      this.#end({ failure: { error } });
      return;
    }
    // A source that pushes inside of this call can be ended by nothing else.
    this.#source.pipe(takeUntil(this.#stopped)).subscribe({
      next: (value) => this.#accept(value),
      error: (error) => this.#end({ failure: { error } }),
      complete: () => this.#end({}),
    });
  }

  #accept(value: T): void {
    if (this.#ending !== null) return;
    if (this.#values.length === this.#options.capacity) {
      this.#end({ failure: { error: this.#options.overflow() } });
      return;
    }
    this.#values.push(value);
    this.#serve();
  }

  /** Ends the source; what it gave before can still be asked for. */
  #end(ending: Ending): void {
    if (this.#ending !== null) return;
    this.#ending = ending;
    this.#stopped.next();
    this.#serve();
  }

  /** Answers requests as long as there is something to answer them with. */
  #serve(): void {
    while (this.#requests.length > 0) {
      if (this.#values.length > 0) this.#deliver();
      else if (this.#ending !== null) this.#answerEnd();
      else break;
    }
    this.#noteWaiting();
  }

  #deliver(): void {
    const value = this.#values.shift() as T;
    this.#requests.shift()?.resolve({ done: false, value });
    this.#held = { value };
    // A further request is there already.
    if (this.#requests.length > 0) this.#finishHeld();
  }

  #answerEnd(): void {
    try {
      this.#close();
    } catch (error) {
      this.#ending = { failure: { error } };
    }
    const request = this.#requests.shift();
    const failure = this.#ending?.failure;
    // An error comes once.
    this.#ending = {};
    if (failure === undefined) request?.resolve({ done: true, value: undefined });
    else request?.reject(failure.error);
  }

  #finishHeld(): void {
    const held = this.#held;
    if (held === null) return;
    this.#held = null;
    try {
      this.#consumption?.finish(held.value);
    } catch (error) {
      // Also if the source has ended by itself meanwhile; if it has failed, that came first.
      if (this.#ending?.failure === undefined) this.#ending = { failure: { error } };
      this.#stopped.next();
    }
  }

  #noteWaiting(): void {
    const isWaiting = this.#requests.length > 0;
    if (this.#isClosed || this.#consumption === null || isWaiting === this.#isWaiting) return;
    this.#isWaiting = isWaiting;
    this.#consumption.wait(isWaiting);
  }

  /** Ends the source, then what is left of the iteration. */
  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopped.next();
    const left = this.#values.splice(0);
    if (this.#held !== null) left.unshift(this.#held.value);
    this.#held = null;
    try {
      for (const value of left) this.#consumption?.finish(value);
    } finally {
      this.#consumption?.close();
    }
  }
}

import { type Observable, Subject } from "rxjs";

/** A worker that runs. */
export interface Worker<Item> {
  /** The item it works on. */
  readonly item: Item;
  isAborted: boolean;
}

/** The running workers of one operator, over all of its subscriptions. */
export class WorkerPool<Item> {
  readonly #capacity: number;
  readonly #running = new Set<Worker<Item>>();
  readonly #changed = new Subject<void>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Emits synchronously when workers have ended or were aborted. */
  get changed(): Observable<void> {
    return this.#changed;
  }

  get hasRoom(): boolean {
    return this.#running.size < this.#capacity;
  }

  /** The items of the workers, if all that may run do, and all of them have been aborted. */
  get blocking(): readonly Item[] {
    const workers = [...this.#running];
    if (this.hasRoom || !workers.every(({ isAborted }) => isAborted)) return [];
    return workers.map(({ item }) => item);
  }

  start(worker: Worker<Item>): void {
    this.#running.add(worker);
  }

  end(worker: Worker<Item>): void {
    this.#running.delete(worker);
  }

  announceChange(): void {
    this.#changed.next();
  }
}

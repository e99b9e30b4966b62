import fc from "fast-check";
import { defer, from, map, type Observable, of, tap } from "rxjs";
import type { FailureDecision, WorkerFailure } from "../../../../operators/stream/mod.ts";
import type { Violations } from "./_violations.ts";

/** How the work on one item goes. */
export interface Work {
  readonly kind: "promise" | "observable" | "instant";
  /** Failures that are answered by a replacement, before the last attempt. */
  readonly replacements: number;
  readonly last: "ok" | "skip" | "fail";
  /** Whether its Promise ends as soon as it is aborted. */
  readonly obeysAbort: boolean;
}

export const WORK: fc.Arbitrary<Work> = fc.record({
  kind: fc.constantFrom("promise", "observable", "instant"),
  replacements: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 2 })),
  last: fc.oneof(
    { weight: 6, arbitrary: fc.constant("ok") },
    { weight: 2, arbitrary: fc.constant("skip") },
    { weight: 1, arbitrary: fc.constant("fail") },
  ),
  obeysAbort: fc.boolean(),
});

/** An item to work on. */
export interface Item {
  readonly id: string;
  readonly work: Work;
}

/** Workers for `decode()` that count themselves. */
export class Workers {
  readonly #scheduler: fc.Scheduler;
  readonly #concurrency: number;
  readonly #violations: Violations;
  /** Each running worker's item and signal. */
  readonly running = new Map<symbol, { readonly item: Item; readonly signal: AbortSignal }>();
  /** Items whose last attempt has ended. */
  readonly finished = new Set<string>();

  constructor(
    { scheduler, concurrency }: { readonly scheduler: fc.Scheduler; readonly concurrency: number },
    violations: Violations,
  ) {
    this.#scheduler = scheduler;
    this.#concurrency = concurrency;
    this.#violations = violations;
  }

  /** A worker as {@linkcode decode} takes it; the result is the item's id. */
  load(item: Item, signal: AbortSignal): Promise<string> | Observable<string> {
    const { kind, obeysAbort } = item.work;
    const key = Symbol(item.id);
    this.#violations.check(!signal.aborted, "started after the abort");
    this.#violations.check(this.running.size < this.#concurrency, "more workers than allowed");
    this.running.set(key, { item, signal });
    const end = () => void this.running.delete(key);
    if (kind === "promise") return this.#promise(item, obeysAbort ? signal : null).finally(end);
    const answer = kind === "instant" ? of(null) : defer(() => from(this.#wait(item)));
    return answer.pipe(
      map(() => this.#conclude(item)),
      tap({ complete: end, error: end, unsubscribe: end }),
    );
  }

  /** Decides as {@linkcode DecodeOptions.onFailure} about the work that must fail. */
  decide({ item }: WorkerFailure<Item>): FailureDecision<Item> {
    const { id, work } = item;
    const { replacements, last } = work;
    if (replacements > 0) {
      return { replacement: { id, work: { ...work, replacements: replacements - 1 } } };
    }
    return last === "skip" ? "skip" : "fail";
  }

  async #promise(item: Item, signal: AbortSignal | null): Promise<string> {
    const abort = Promise.withResolvers<never>();
    signal?.addEventListener("abort", () => abort.reject(new Error("aborted")));
    await Promise.race([this.#wait(item), abort.promise]);
    return this.#conclude(item);
  }

  #wait({ id }: Item): Promise<unknown> {
    return this.#scheduler.schedule(Promise.resolve(), `work on ${id}`);
  }

  #conclude({ id, work: { replacements, last } }: Item): string {
    if (replacements === 0) this.finished.add(id);
    if (replacements > 0 || last !== "ok") throw new Error(`cannot work on ${id}`);
    return id;
  }
}

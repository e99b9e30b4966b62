import { Observable, type OperatorFunction, type Subscriber } from "rxjs";
import { listen } from "../_listen.ts";
import type { Role, Ticket } from "../clip.ts";
import type { CreditLease } from "./credit_lease.ts";
import type { Credits } from "./credits.ts";

/** The clips of one training step, each list in the order of arrival. */
export interface ClipBatch<Clip> {
  /** Clips whose labels are used. */
  readonly labeled: readonly Clip[];
  /** The others; empty with a ratio of 0. */
  readonly unlabeled: readonly Clip[];
}

/** Options of {@linkcode ratioBatch}. */
export interface RatioBatchOptions {
  /** Labeled clips in a batch. */
  readonly labeled: number;
  /**
   * Unlabeled clips for each labeled one; a function of the batch, counted from 0, if it changes.
   */
  readonly ratio: number | ((batch: number) => number);
  /** The counter the clips were paced with. */
  readonly credits: Credits;
}

/**
 * Collects clips into batches of `labeled` labeled and `labeled × ratio` unlabeled clips.
 *
 * ```text
 *  clips      l-u-u-u-l-u--u-u|         l labeled, u unlabeled
 *             ratioBatch({ labeled: 1, ratio: 3, … })
 *  output     ------A--------B|         A = l uuu, B = l uuu
 * ```
 *
 * - Order: kept within each role. If the roles arrive in the pattern of {@linkcode ratioTickets}, a
 *   batch never waits for a clip of the next one, so credits for a single batch suffice.
 * - Completion: clips that do not fill a batch are dropped; ratioTickets fills every batch.
 * - Cancellation: the collected clips are dropped. Credits of dropped clips go back.
 * - Errors: of the source; a RangeError if clips hold every credit and still make no batch, since
 *   it would wait forever, or if a later ratio does not suit.
 * - Ownership: holds fewer clips than the capacity of the credits.
 *
 * @throws {RangeError} If a number is not an integer, or the credits do not suffice for a batch.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Credits, ratioBatch, type Ticket } from "@actnetformer/deno/operators/stream";
 * import { from } from "rxjs";
 *
 * const video = { id: "a", path: "a.mp4", label: 0 };
 * const ticket = { video, phase: 0, epoch: 0, position: 0, repeat: 0 };
 * const roles: Ticket["role"][] = ["labeled", "unlabeled", "unlabeled"];
 * from(roles.map((role) => ({ ticket: { ...ticket, role } })))
 *   .pipe(ratioBatch({ labeled: 1, ratio: 2, credits: new Credits(3) }))
 *   .subscribe(({ unlabeled }) => assert.equal(unlabeled.length, 2));
 * ```
 */
export function ratioBatch<Clip extends { readonly ticket: Ticket }>(
  options: RatioBatchOptions,
): OperatorFunction<Clip, ClipBatch<Clip>> {
  const { labeled } = options;
  if (!Number.isInteger(labeled) || labeled < 1) {
    throw new RangeError(
      `Cannot batch as 'labeled' must be a positive integer: current value is ${labeled}`,
    );
  }
  // Fails here if the first batch is impossible.
  countsOfBatch(0, options);
  return (source) =>
    new Observable<ClipBatch<Clip>>((subscriber) => {
      const collector = new Collector(options, subscriber);
      listen(source, subscriber, {
        next: (clip) => collector.add(clip),
        error: (error) => subscriber.error(error),
        complete() {
          collector.clear();
          subscriber.complete();
        },
      });
      // Added last: the source must not read another item for the credits of these clips.
      subscriber.add(() => collector.clear());
    });
}

/** Returns how many clips of each role a batch takes. */
function countsOfBatch(
  batch: number,
  { labeled, ratio, credits }: RatioBatchOptions,
): Readonly<Record<Role, number>> {
  const unlabeledPerLabeled = typeof ratio === "number" ? ratio : ratio(batch);
  if (!Number.isInteger(unlabeledPerLabeled) || unlabeledPerLabeled < 0) {
    throw new RangeError(
      "Cannot batch as 'ratio' must be a non-negative integer: " +
        `current value is ${unlabeledPerLabeled}`,
    );
  }
  const size = labeled * (1 + unlabeledPerLabeled);
  if (credits.capacity < size) {
    throw new RangeError(
      `Cannot batch as 'credits' must suffice for a batch of ${size} clips: ` +
        `current value is ${credits.capacity}`,
    );
  }
  return { labeled, unlabeled: labeled * unlabeledPerLabeled };
}

/** The clips of one subscription that are not in a batch yet. */
class Collector<Clip extends { readonly ticket: Ticket }> {
  readonly #options: RatioBatchOptions;
  readonly #subscriber: Subscriber<ClipBatch<Clip>>;
  readonly #clips: Readonly<Record<Role, Clip[]>> = { labeled: [], unlabeled: [] };
  /** Of the batch that is being gathered; undefined until its first clip. */
  #wanted: Readonly<Record<Role, number>> | undefined;
  #batches = 0;
  /** Of the stream that the clips come from; null until the first one, or if they are not paced. */
  #lease: CreditLease | null = null;

  constructor(options: RatioBatchOptions, subscriber: Subscriber<ClipBatch<Clip>>) {
    this.#options = options;
    this.#subscriber = subscriber;
  }

  add(clip: Clip): void {
    this.#lease ??= this.#options.credits.lease;
    this.#clips[clip.ticket.role].push(clip);
    try {
      this.#emitIfFull();
    } catch (error) {
      this.#subscriber.error(error);
    }
  }

  /** Drops what is collected. */
  clear(): void {
    const { labeled, unlabeled } = this.#clips;
    const dropped = labeled.length + unlabeled.length;
    labeled.length = 0;
    unlabeled.length = 0;
    this.#lease?.giveBackDropped(dropped);
  }

  #emitIfFull(): void {
    this.#wanted ??= countsOfBatch(this.#batches, this.#options);
    const { labeled, unlabeled } = this.#clips;
    const wanted = this.#wanted;
    if (labeled.length >= wanted.labeled && unlabeled.length >= wanted.unlabeled) {
      const batch = {
        labeled: labeled.splice(0, wanted.labeled),
        unlabeled: unlabeled.splice(0, wanted.unlabeled),
      };
      this.#batches++;
      this.#wanted = undefined;
      this.#subscriber.next(batch);
      return;
    }
    const { capacity } = this.#options.credits;
    if (labeled.length + unlabeled.length >= capacity) {
      throw new RangeError(
        `Cannot batch as ${capacity} clips must contain a batch of ${wanted.labeled} labeled and ` +
          `${wanted.unlabeled} unlabeled clips: ` +
          `current value is ${labeled.length} and ${unlabeled.length}`,
      );
    }
  }
}

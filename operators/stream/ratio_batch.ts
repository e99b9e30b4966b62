import { Observable, type OperatorFunction } from "rxjs";
import { listen } from "./_listen.ts";
import type { Ticket } from "../clip.ts";
import type { Credits } from "./credits.ts";

/** The clips of one training step, each list in the order of its arrival. */
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
  /** Unlabeled clips for each labeled one; by the number of the batch, from 0, where it changes. */
  readonly ratio: number | ((batch: number) => number);
  /** The counter the clips were paced with. */
  readonly credits: Credits;
}

/**
 * Gathers clips into batches of `labeled` labeled and `labeled × ratio` unlabeled ones.
 *
 * ```text
 *  clips      l-u-u-u-l-u--u-u|         l labeled, u unlabeled
 *             ratioBatch({ labeled: 1, ratio: 3, … })
 *  output     ------A--------B|         A = l uuu, B = l uuu
 * ```
 *
 * Order: kept within each role. When the roles arrive in the pattern of {@linkcode ratioTickets} a
 * batch never waits for a clip of the next one, so credits for a single batch suffice.
 * Completion: clips that do not fill a batch are dropped; ratioTickets fills every batch.
 * Cancellation and errors: passed on, what was gathered is dropped.
 * Errors: when clips hold every credit and still make no batch, waiting would be forever; that is an
 * error instead.
 * Ownership: holds fewer clips than the capacity of the credits.
 *
 * @throws {RangeError} If a number is not a whole one or the credits do not suffice for a batch.
 */
export function ratioBatch<Clip extends { readonly ticket: Ticket }>(
  options: RatioBatchOptions,
): OperatorFunction<Clip, ClipBatch<Clip>> {
  const { labeled, ratio, credits } = options;
  if (!Number.isInteger(labeled) || labeled < 1) {
    throw new RangeError(
      `Cannot batch as 'labeled' must be a positive integer: current value is ${labeled}`,
    );
  }

  /** How many clips of each role the batch of a number takes. */
  function wantedIn(batch: number) {
    const value = typeof ratio === "number" ? ratio : ratio(batch);
    if (!Number.isInteger(value) || value < 0) {
      throw new RangeError(
        `Cannot batch as 'ratio' must be a non-negative integer: current value is ${value}`,
      );
    }
    const size = labeled * (1 + value);
    if (credits.capacity < size) {
      throw new RangeError(
        `Cannot batch as 'credits' must suffice for a batch of ${size} clips: ` +
          `current value is ${credits.capacity}`,
      );
    }
    return { labeled, unlabeled: labeled * value };
  }

  const first = wantedIn(0);
  return (source) =>
    new Observable<ClipBatch<Clip>>((subscriber) => {
      const gathered: Record<keyof typeof first, Clip[]> = { labeled: [], unlabeled: [] };
      let wanted = first;
      let batches = 0;

      function emitIfFull(): void {
        const counts = {
          labeled: gathered.labeled.length,
          unlabeled: gathered.unlabeled.length,
        };
        if (counts.labeled >= wanted.labeled && counts.unlabeled >= wanted.unlabeled) {
          const batch = {
            labeled: gathered.labeled.splice(0, wanted.labeled),
            unlabeled: gathered.unlabeled.splice(0, wanted.unlabeled),
          };
          wanted = wantedIn(++batches);
          subscriber.next(batch);
        } else if (counts.labeled + counts.unlabeled >= credits.capacity) {
          throw new RangeError(
            `Cannot batch as ${credits.capacity} clips must hold a batch of ` +
              `${wanted.labeled} labeled and ${wanted.unlabeled} unlabeled ones: ` +
              `current value is ${counts.labeled} and ${counts.unlabeled}`,
          );
        }
      }

      listen(source, subscriber, {
        next(clip) {
          gathered[clip.ticket.role].push(clip);
          try {
            emitIfFull();
          } catch (error) {
            subscriber.error(error);
          }
        },
        error: (error) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
      subscriber.add(() => {
        gathered.labeled.length = 0;
        gathered.unlabeled.length = 0;
      });
    });
}

import fc from "fast-check";
import { sometimes } from "./_law.ts";
import { isFatal, WORK, type Work } from "./_workers.ts";

/** What is done with a stream so that it is subscribed more than once, or in part. */
export type Repetition =
  | { readonly kind: "none" }
  | { readonly kind: "take" | "take, repeat" | "repeat" | "retry"; readonly count: number };

/** What somebody does to a running stream from outside. */
export interface Interference {
  /** Steps of the scheduler before it. */
  readonly afterSteps: number;
  /** `rival` subscribes another stream with the same credits. */
  readonly kind: "unsubscribe" | "restart" | "rival";
}

/** A stream: source, paced(), decode(), a device that takes batches, release(). */
export interface StreamProgram {
  readonly scheduler: fc.Scheduler;
  readonly capacity: number;
  readonly concurrency: number;
  readonly isAsynchronous: boolean;
  /** How the work on each item goes; what fails does so in the first two openings. */
  readonly works: readonly Work[];
  /** The item that the first two openings of the source throw at; none if null. */
  readonly sourceFailsAt: number | null;
  /** Items that the device takes at a time, at most the credits. */
  readonly batch: number;
  /** Whether the device answers inside the call; else the scheduler decides when. */
  readonly isDeviceInstant: boolean;
  /** The batch that the device fails at, once; never if null. */
  readonly deviceFailsAt: number | null;
  /** Between decode() and the device. */
  readonly inside: Repetition;
  /** After release(). */
  readonly outside: Repetition;
  /** How often the subscriber subscribes again as soon as the stream has ended. */
  readonly startsAgain: number;
  /** The value at which the subscriber unsubscribes inside the call; never if null. */
  readonly leavesAt: number | null;
  readonly interferences: readonly Interference[];
}

const REPETITION: fc.Arbitrary<Repetition> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ kind: "none" } as const) },
  fc.record({
    kind: fc.constantFrom("take", "take, repeat", "repeat", "retry"),
    count: fc.integer({ min: 1, max: 4 }),
  }),
);

const INTERFERENCE: fc.Arbitrary<Interference> = fc.record({
  afterSteps: fc.nat({ max: 12 }),
  kind: fc.constantFrom("unsubscribe", "restart", "rival", "rival"),
});

export const STREAM_PROGRAM: fc.Arbitrary<StreamProgram> = fc.integer({ min: 1, max: 5 })
  .chain((capacity) =>
    fc.record({
      scheduler: fc.scheduler(),
      capacity: fc.constant(capacity),
      concurrency: fc.integer({ min: 1, max: 4 }),
      isAsynchronous: fc.boolean(),
      works: fc.array(WORK, { maxLength: 10 }),
      sourceFailsAt: sometimes(fc.nat({ max: 8 })),
      batch: fc.integer({ min: 1, max: capacity }),
      isDeviceInstant: fc.boolean(),
      deviceFailsAt: sometimes(fc.nat({ max: 4 })),
      inside: REPETITION,
      outside: REPETITION,
      startsAgain: fc.nat({ max: 2 }),
      leavesAt: sometimes(fc.nat({ max: 8 })),
      interferences: fc.array(INTERFERENCE, { maxLength: 2 }),
    })
  );

/** Openings of the source in which things fail. */
export const FAILING_OPENINGS = 2;

/** How often a stream is repeated that take() has ended. */
export const TAKES = 2;

/** Names an item of one opening of the source. */
export function idOf(index: number, opening: number): string {
  return `${opening}.${index}`;
}

/** How the work on an item goes in one opening: what fails does so in the first ones. */
export function workOf(work: Work, opening: number): Work {
  if (opening < FAILING_OPENINGS || !isFatal(work)) return work;
  return { ...work, last: "ok" };
}

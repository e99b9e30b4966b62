import type { CreditReader } from "./credit_lease.ts";
import type { Credits } from "./credits.ts";

/** The credits of a source that is being read. */
export interface Reading {
  /** Takes the credit of the next item, and returns whether there was one. */
  take(): boolean;
  /** Gives back the credit of an item that does not exist. */
  giveBack(): void;
  /** Ends the reading; a second call does nothing. */
  stop(): void;
}

/**
 * Begins to read a source for the stream that uses the credits, which {@linkcode release} began. If
 * there is none, the reading is a stream of its own, until all of its credits have been given back.
 *
 * @throws {Error} If that stream has a source that is being read.
 */
export function startReading(credits: Credits, reader: CreditReader): Reading {
  const current = credits.lease;
  const lease = current ?? credits.open();
  const stop = lease.read(reader);
  if (current === null) lease.closeWhenUnused();
  return { take: () => lease.take(), giveBack: () => lease.giveBack(), stop };
}

import { ratioTickets, type Ticket } from "../../operators/mod.ts";
import type { PhaseOrder } from "./phase.ts";

/**
 * Returns the tickets of a run from a step on, those of all its phases without a gap: the next
 * phase's clips are decoded while one ends.
 *
 * A phase is identified by its index among `phases`. It starts with an order and an epoch of its
 * own, and its index is part of every random draw: no clip is shown with the draws of an earlier
 * phase.
 *
 * @param phases The phases of the run, one after the other.
 * @param firstStep The first step to return the tickets of, counted from 0 over the run.
 */
export function phaseTickets(phases: readonly PhaseOrder[], firstStep: number): Iterable<Ticket> {
  return {
    *[Symbol.iterator]() {
      for (const [phase, { from, to, order }] of phases.entries()) {
        if (firstStep >= to) continue;
        const firstBatch = Math.max(firstStep, from) - from;
        yield* ratioTickets(order, { phase, from: firstBatch, to: to - from });
      }
    },
  };
}

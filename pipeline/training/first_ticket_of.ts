import { ratioTickets, type Ticket } from "../../operators/mod.ts";
import { phaseOf, type PhaseOrder } from "./phase.ts";

/**
 * Returns the first ticket of a step of a run, whichever worker takes it, and whether its video can
 * be read.
 */
export function firstTicketOf(step: number, phases: readonly PhaseOrder[]): Ticket {
  const chosen = phaseOf(step, phases);
  const { order: { share: _, ...whole }, from } = chosen;
  const range = { phase: phases.indexOf(chosen), from: step - from, to: step - from + 1 };
  for (const ticket of ratioTickets(whole, range)) return ticket;
  throw new RangeError(`Cannot find a ticket as step ${step} must have one`);
}

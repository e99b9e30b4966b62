import { type ClipLengths, type ClipWindow, trainingWindow } from "../../datasets/mod.ts";
import { drawsForTicket, type Ticket } from "../../operators/mod.ts";

/** Returns the window of a ticket's clip, at a start drawn from a seed and the ticket as in training. */
export function ticketWindow(ticket: Ticket, seed: number, lengths: ClipLengths): ClipWindow {
  return trainingWindow(lengths, drawsForTicket(ticket, "window", seed).uniform(0, 1));
}

import type { Ticket } from "./clip.ts";
import { type Draws, drawsFor } from "./draws_for.ts";

/**
 * Returns the random draws for one view of the video of a ticket.
 *
 * @param ticket Gives the phase, the epoch, the video, its role and the repeat.
 * @param view What is drawn, for example "weak".
 * @param seed Seed of the run.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { drawsForTicket } from "@actnetformer/deno/operators/views";
 *
 * const video = { id: "walk", path: "walk.mp4", label: null };
 * const showing = { phase: 0, epoch: 0, position: 0, repeat: 0 };
 * const ticket = { ...showing, video, role: "unlabeled" } as const;
 * const shift = drawsForTicket(ticket, "shift", 1).uniform(-1, 1);
 * assert.ok(shift >= -1 && shift < 1);
 * ```
 */
export function drawsForTicket(ticket: Ticket, view: string, seed: number): Draws {
  const { phase, epoch, video, role, repeat } = ticket;
  return drawsFor({ seed, phase, epoch, video: video.id, role, view, repeat });
}

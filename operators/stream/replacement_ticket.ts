import type { Role, Ticket, VideoSource } from "../clip.ts";
import { drawsForTicket } from "../draws_for_ticket.ts";

/**
 * Returns a function that replaces the video of a ticket by another one, for the `onFailure` of
 * {@linkcode decode}.
 *
 * The replacement has the same role and is drawn from the ticket and the number of the attempt
 * alone, so a run with a broken video is as reproducible as any other. It has a `repeat` of its
 * own, as the video that replaces another one is also shown in its own turn: its two clips must not
 * be equal. The function returns null if no other video has that role. Replacements may be broken as
 * well, also all of them: limit the attempts.
 *
 * @param videos All videos by their role.
 * @param seed Seed of the run.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { replacementTicket, type Ticket } from "@actnetformer/deno/operators/stream";
 *
 * const videos = ["a", "b"].map((id) => ({ id, path: `${id}.mp4`, label: null }));
 * const replace = replacementTicket({ labeled: [], unlabeled: videos }, 1);
 * function onFailure({ item, attempt }: { item: Ticket; attempt: number }) {
 *   const replacement = attempt > 10 ? null : replace(item, attempt);
 *   return replacement === null ? "fail" : { replacement };
 * }
 * const showing = { phase: 0, epoch: 0, position: 0, repeat: 0 };
 * const item = { ...showing, video: videos[0]!, role: "unlabeled" } as const;
 * const replacement = { ...item, video: videos[1], repeat: -1 };
 * assert.deepEqual(onFailure({ item, attempt: 1 }), { replacement });
 * ```
 */
export function replacementTicket(
  videos: Readonly<Record<Role, readonly VideoSource[]>>,
  seed: number,
): (ticket: Ticket, attempt: number) => Ticket | null {
  return (ticket, attempt) => {
    const candidates = videos[ticket.role].filter((video) => video.id !== ticket.video.id);
    if (candidates.length === 0) return null;
    const draws = drawsForTicket(ticket, `replacement ${attempt}`, seed);
    // Turns of a video count from 0, and no two positions of an epoch are equal.
    return { ...ticket, video: draws.pick(candidates), repeat: -1 - ticket.position };
  };
}

import { map, type OperatorFunction } from "../_rxjs.ts";
import type { PlannedClip } from "../clip.ts";
import { drawsForTicket } from "../draws_for_ticket.ts";
import { checkWeakViewOptions, drawSpatialPlan, type WeakViewOptions } from "./_spatial_plan.ts";

/** Key of the draws of this view; another spelling gives another crop. */
const DRAW_KEY = "weak";

/**
 * Plans view W of unlabeled clips: scale, crop and flip.
 *
 * ```text
 *  clips      ---l---u---u---|          l labeled, u unlabeled
 *             weakViews(options)
 *  output     ---l---W---W---|
 * ```
 *
 * - Order: that of `map`. One draw for a clip, the same for all its frames and for both frame
 *   rates; pixels are not read.
 * - Cancellation: that of `map`.
 * - Errors: of the source.
 * - Ownership: keeps nothing.
 *
 * @throws {RangeError} If an option is out of range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { type PlannedClip, weakViews } from "@actnetformer/deno/operators/views";
 * import { of } from "rxjs";
 *
 * const video = { id: "a", path: "a.mp4", label: null };
 * const showing = { phase: 0, epoch: 0, position: 0, repeat: 0 };
 * const ticket = { ...showing, video, role: "unlabeled" } as const;
 * const size = { frameCount: 1, framesPerSecond: 1, height: 20, width: 20 };
 * const window = { ticket, frames: new Uint8Array(1200), ...size };
 * const clip: PlannedClip = { ...window, indices: { primary: [0] }, views: {} };
 * of(clip).pipe(weakViews({ seed: 1, size: 8, shortSide: [10, 16], flip: 0.5 }))
 *   .subscribe(({ views: { weak } }) => {
 *     // 8 rows of the 10 to 16 that the frame is scaled to: 10 to 16 of its own 20.
 *     assert.ok(weak!.box.height >= 10 && weak!.box.height <= 16);
 *   });
 * ```
 */
export function weakViews(options: WeakViewOptions): OperatorFunction<PlannedClip, PlannedClip> {
  checkWeakViewOptions(options);
  return map((clip) => {
    if (clip.ticket.role !== "unlabeled") return clip;
    const draws = drawsForTicket(clip.ticket, DRAW_KEY, options.seed);
    const weak = drawSpatialPlan(clip, draws, options);
    return { ...clip, views: { ...clip.views, weak } };
  });
}

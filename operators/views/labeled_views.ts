import { map, type OperatorFunction } from "../_rxjs.ts";
import type { PlannedClip } from "../clip.ts";
import { drawsForTicket } from "../draws_for_ticket.ts";
import { checkWeakViewOptions, drawSpatialPlan, type WeakViewOptions } from "./_spatial_plan.ts";

/** Key of the draws of this view; another spelling gives another crop. */
const DRAW_KEY = "labeled";

/**
 * Plans view N of labeled clips: scale, crop and flip, as SlowFast does.
 *
 * ```text
 *  clips      ---l---u---l---|          l labeled, u unlabeled
 *             labeledViews(options)
 *  output     ---N---u---N---|
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
 * import { labeledViews, type PlannedClip } from "@actnetformer/deno/operators/views";
 * import { of } from "rxjs";
 *
 * const video = { id: "a", path: "a.mp4", label: 0 };
 * const showing = { phase: 0, epoch: 0, position: 0, repeat: 0 };
 * const ticket = { ...showing, video, role: "labeled" } as const;
 * const size = { frameCount: 1, framesPerSecond: 1, height: 20, width: 20 };
 * const window = { ticket, frames: new Uint8Array(1200), ...size };
 * const clip: PlannedClip = { ...window, indices: { primary: [0] }, views: {} };
 * of(clip).pipe(labeledViews({ seed: 1, size: 8, shortSide: [10, 16], flip: 0.5 }))
 *   .subscribe(({ views: { labeled } }) => {
 *     // 8 rows of the 10 to 16 that the frame is scaled to: 10 to 16 of its own 20.
 *     assert.ok(labeled!.box.height >= 10 && labeled!.box.height <= 16);
 *   });
 * ```
 */
export function labeledViews(
  options: WeakViewOptions,
): OperatorFunction<PlannedClip, PlannedClip> {
  checkWeakViewOptions(options);
  return map((clip) => {
    if (clip.ticket.role !== "labeled") return clip;
    const draws = drawsForTicket(clip.ticket, DRAW_KEY, options.seed);
    const labeled = drawSpatialPlan(clip, draws, options);
    return { ...clip, views: { ...clip.views, labeled } };
  });
}

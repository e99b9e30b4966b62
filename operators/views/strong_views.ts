import { map, type OperatorFunction } from "../_rxjs.ts";
import type { Modality, PlannedClip, StrongOperation, StrongPlan } from "../clip.ts";
import type { Draws } from "../draws_for.ts";
import { drawsForTicket } from "../draws_for_ticket.ts";
import { checkWeakViewOptions, drawSpatialPlan, type WeakViewOptions } from "./_spatial_plan.ts";

/** Draws the operations of one strong view. */
export type StrongPolicy = (draws: Draws) => StrongOperation[];

/** Options of {@linkcode strongViews}. */
export interface StrongViewOptions extends WeakViewOptions {
  /** Draws the operations, for example {@linkcode autoAugment}. */
  readonly policy: StrongPolicy;
  /** Side of the square that is filled after the operations, as a share of `size`; 0 for none. */
  readonly cutout: number;
  /**
   * Other modalities whose clips get operations of their own, drawn in the same way.
   *
   * @default none
   */
  readonly otherModalities?: readonly Modality[] | undefined;
}

/** Key of the draws of this view; another spelling gives other crops and operations. */
const DRAW_KEY = "strong";

/** Nearly gray, as in FixMatch: the mean color of CIFAR-10, (0.491, 0.482, 0.447) × 255. */
const CUTOUT_FILL = [125, 123, 114];

/**
 * Plans view S of unlabeled clips: its own crop and flip, then the policy's operations, then
 * cutout.
 *
 * ```text
 *  clips      ---l---W---W---|          l labeled, W unlabeled with a weak view
 *             strongViews(options)
 *  output     ---l---S---S---|          S: both views planned
 * ```
 *
 * - Order: that of `map`. One draw for a clip, the same for all its frames and for both frame
 *   rates; pixels are not read.
 * - Cancellation: that of `map`.
 * - Errors: of the source, and of the policy.
 * - Ownership: keeps nothing.
 *
 * @throws {RangeError} If an option is out of range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { autoAugment, type PlannedClip, strongViews } from "@actnetformer/deno/operators/views";
 * import { of } from "rxjs";
 *
 * const video = { id: "a", path: "a.mp4", label: null };
 * const showing = { phase: 0, epoch: 0, position: 0, repeat: 0 };
 * const ticket = { ...showing, video, role: "unlabeled" } as const;
 * const size = { frameCount: 1, framesPerSecond: 1, height: 20, width: 20 };
 * const window = { ticket, frames: new Uint8Array(1200), ...size };
 * const clip: PlannedClip = { ...window, indices: { primary: [0] }, views: {} };
 * const options = { seed: 1, size: 8, shortSide: [10, 16], flip: 0.5, cutout: 0.5 } as const;
 * of(clip).pipe(strongViews({ ...options, policy: autoAugment() }))
 *   .subscribe(({ views }) => assert.equal(views.strong!.operations.at(-1)!.name, "cutout"));
 * ```
 */
export function strongViews(
  options: StrongViewOptions,
): OperatorFunction<PlannedClip, PlannedClip> {
  checkWeakViewOptions(options);
  const { cutout, policy, seed, otherModalities = [] } = options;
  if (!(cutout >= 0 && cutout <= 1)) {
    throw new RangeError(
      `Cannot plan views as 'cutout' must be a number from 0 to 1: current value is ${cutout}`,
    );
  }
  return map((clip) => {
    if (clip.ticket.role !== "unlabeled") return clip;
    const draws = drawsForTicket(clip.ticket, DRAW_KEY, seed);
    const drawOperations = (drawn: Draws) => {
      const operations = [...policy(drawn)];
      if (cutout > 0) operations.push(drawCutout(drawn, options));
      return operations;
    };
    const strong = {
      ...drawSpatialPlan(clip, draws, options),
      operations: drawOperations(draws),
    };
    if (otherModalities.length === 0) return withStrong(clip, strong);
    const others = otherModalities.map((modality) => {
      const key = `${DRAW_KEY} ${modality}`;
      return [modality, drawOperations(drawsForTicket(clip.ticket, key, seed))];
    });
    return withStrong(clip, { ...strong, others: Object.fromEntries(others) });
  });
}

function withStrong(clip: PlannedClip, strong: StrongPlan): PlannedClip {
  return { ...clip, views: { ...clip.views, strong } };
}

/**
 * Draws a square whose center may be anywhere in the frame, cut off at the edges of the frame
 * (DeVries and Taylor, arXiv 1708.04552).
 */
function drawCutout(draws: Draws, { size, cutout }: StrongViewOptions): StrongOperation {
  const side = Math.round(cutout * size);
  const drawRange = () => {
    const start = Math.round(draws.uniform(0, size) - side / 2);
    return [Math.max(0, start), Math.min(size, start + side)] as const;
  };
  const [top, bottom] = drawRange();
  const [left, right] = drawRange();
  const box = { top, left, height: bottom - top, width: right - left };
  return { name: "cutout", box, fill: CUTOUT_FILL };
}

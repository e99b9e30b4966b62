import { map, type OperatorFunction } from "rxjs";
import type { PlannedClip, StrongOperation } from "../clip.ts";
import { type Draws, drawsForTicket } from "../random.ts";
import type { StrongPolicy } from "./strong_policy.ts";
import { checkWeakViewOptions, drawSpatialPlan, type WeakViewOptions } from "./weak_views.ts";

/** Options of {@linkcode strongViews}. */
export interface StrongViewOptions extends WeakViewOptions {
  /** Draws the operations, for example {@linkcode autoAugment}. */
  readonly policy: StrongPolicy;
  /** Side of the square that is painted over after them, as a share of the picture's side; 0 for none. */
  readonly cutout: number;
}

/** Nearly gray, as FixMatch paints it: the mean color of CIFAR-10, (0.491, 0.482, 0.447) × 255. */
const CUTOUT_FILL = [125, 123, 114];

/** A square whose center lies anywhere in the picture, cut off at its edges (DeVries and Taylor, arXiv 1708.04552). */
function drawCutout(draws: Draws, { size, cutout }: StrongViewOptions): StrongOperation {
  const side = Math.round(cutout * size);
  const span = () => {
    const start = Math.round(draws.uniform(0, size) - side / 2);
    return [Math.max(0, start), Math.min(size, start + side)] as const;
  };
  const [top, bottom] = span();
  const [left, right] = span();
  const box = { top, left, height: bottom - top, width: right - left };
  return { name: "cutout", box, fill: CUTOUT_FILL };
}

/**
 * Plans the view S of unlabeled clips: a weak view of its own, then the policy's operations, then cutout.
 *
 * ```text
 *  clips      ---l---W---W---|          l labeled, W unlabeled with a weak view
 *             strongViews(options)
 *  output     ---l---S---S---|          S: both views planned
 * ```
 *
 * Order, cancellation, completion: those of `map`. One draw for a clip, the same for all its frames
 * and for both frame rates; pixels are not touched.
 * Errors: what the policy throws.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function strongViews(
  options: StrongViewOptions,
): OperatorFunction<PlannedClip, PlannedClip> {
  checkWeakViewOptions(options);
  const { cutout, policy, seed } = options;
  if (!(cutout >= 0 && cutout <= 1)) {
    throw new RangeError(
      `Cannot plan views as 'cutout' must be a number from 0 to 1: current value is ${cutout}`,
    );
  }
  return map((clip) => {
    if (clip.ticket.role !== "unlabeled") return clip;
    const draws = drawsForTicket(clip.ticket, "strong", seed);
    const spatial = drawSpatialPlan(clip, draws, options);
    const operations = policy(draws);
    if (cutout > 0) operations.push(drawCutout(draws, options));
    return { ...clip, views: { ...clip.views, strong: { ...spatial, operations } } };
  });
}

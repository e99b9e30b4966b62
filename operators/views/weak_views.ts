import { map, type OperatorFunction } from "rxjs";
import type { PlannedClip, SpatialPlan } from "../clip.ts";
import { type Draws, drawsForTicket } from "../random.ts";

/** Options of {@linkcode labeledViews} and {@linkcode weakViews}. */
export interface WeakViewOptions {
  /** Of the run; draws depend on it, the epoch, the video and the view. */
  readonly seed: number;
  /** Side of the square the model sees, in pixels. */
  readonly size: number;
  /**
   * Lengths between which the picture's shorter side is drawn before the square is cut out, in
   * pixels: SlowFast's is [256, 320] for a size of 224.
   */
  readonly shortSide: readonly [minimum: number, maximum: number];
  /** Probability of mirroring left and right. */
  readonly flip: number;
}

/** @throws {RangeError} If a length or the probability is out of range. */
export function checkWeakViewOptions(options: WeakViewOptions): void {
  const { size, shortSide: [minimum, maximum], flip } = options;
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(
      `Cannot plan views as 'size' must be a positive integer: current value is ${size}`,
    );
  }
  if (!(minimum >= size && maximum >= minimum)) {
    throw new RangeError(
      `Cannot plan views as 'shortSide' must be ascending and at least ${size}: ` +
        `current value is [${minimum}, ${maximum}]`,
    );
  }
  if (!(flip >= 0 && flip <= 1)) {
    throw new RangeError(
      `Cannot plan views as 'flip' must be a number from 0 to 1: current value is ${flip}`,
    );
  }
}

/**
 * Draws a square of the picture: scaling the shorter side to a random length and cutting out `size`
 * pixels is cutting a square of `size / length` of that side out of the picture as it is.
 */
export function drawSpatialPlan(
  picture: { readonly height: number; readonly width: number },
  draws: Draws,
  options: WeakViewOptions,
): SpatialPlan {
  const { height, width } = picture;
  const side = Math.min(height, width) * options.size / draws.uniform(...options.shortSide);
  const top = draws.uniform(0, height - side);
  const left = draws.uniform(0, width - side);
  return { box: { top, left, height: side, width: side }, flip: draws.chance(options.flip) };
}

/** Keys of the draws of each view; another spelling is another crop. */
const DRAW_KEYS = { labeled: "labelled", weak: "weak" } as const;

function planned(
  view: "labeled" | "weak",
  options: WeakViewOptions,
): OperatorFunction<PlannedClip, PlannedClip> {
  checkWeakViewOptions(options);
  const role = view === "labeled" ? "labeled" : "unlabeled";
  return map((clip) => {
    if (clip.ticket.role !== role) return clip;
    const draws = drawsForTicket(clip.ticket, DRAW_KEYS[view], options.seed);
    return { ...clip, views: { ...clip.views, [view]: drawSpatialPlan(clip, draws, options) } };
  });
}

/**
 * Plans the view N of labeled clips: scale, crop and flip, as SlowFast does.
 *
 * ```text
 *  clips      ---l---u---l---|          l labeled, u unlabeled
 *             labeledViews(options)
 *  output     ---N---u---N---|
 * ```
 *
 * Order, cancellation, errors, completion: those of `map`. One draw for a clip, the same for all its
 * frames and for both frame rates; pixels are not touched.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function labeledViews(
  options: WeakViewOptions,
): OperatorFunction<PlannedClip, PlannedClip> {
  return planned("labeled", options);
}

/**
 * Plans the view W of unlabeled clips: scale, crop and flip.
 *
 * ```text
 *  clips      ---l---u---u---|          l labeled, u unlabeled
 *             weakViews(options)
 *  output     ---l---W---W---|
 * ```
 *
 * Order, cancellation, errors, completion: those of `map`. One draw for a clip, the same for all its
 * frames and for both frame rates; pixels are not touched.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function weakViews(options: WeakViewOptions): OperatorFunction<PlannedClip, PlannedClip> {
  return planned("weak", options);
}

import type { SpatialPlan } from "../clip.ts";
import type { Draws } from "../draws_for.ts";

/** Options of {@linkcode labeledViews}, {@linkcode weakViews} and {@linkcode strongViews}. */
export interface WeakViewOptions {
  /** Seed of the run; draws depend on it, the ticket and the view. */
  readonly seed: number;
  /** Side of the square the network sees, in pixels. */
  readonly size: number;
  /**
   * Range from which the length of the frame's shorter side is drawn before the square is cut out,
   * in pixels: SlowFast's is [256, 320] for a size of 224.
   */
  readonly shortSide: readonly [minimum: number, maximum: number];
  /** Probability of exchanging left and right. */
  readonly flip: number;
}

/**
 * Checks the options of a view.
 *
 * @throws {RangeError} If a length or the probability is out of range.
 */
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
 * Draws a square of the frame. Scaling the shorter side to a random length and cutting out `size`
 * pixels is the same as cutting a square of `size / length` of that side out of the original frame.
 */
export function drawSpatialPlan(
  frame: { readonly height: number; readonly width: number },
  draws: Draws,
  options: WeakViewOptions,
): SpatialPlan {
  const { height, width } = frame;
  const side = Math.min(height, width) * options.size / draws.uniform(...options.shortSide);
  const top = draws.uniform(0, height - side);
  const left = draws.uniform(0, width - side);
  return { box: { top, left, height: side, width: side }, flip: draws.chance(options.flip) };
}

import type { StrongOperation, StrongOperationName } from "../clip.ts";
import type { Draws } from "../draws_for.ts";

/**
 * The magnitude of each operation for a share of the full strength, in the unit of StrongOperation:
 * the ranges of the AutoAugment paper (arXiv 1805.09501, table 6). Signs that the paper leaves open
 * are drawn.
 */
export const MAGNITUDES: Readonly<
  Record<StrongOperationName, (share: number, sign: number) => number>
> = {
  autocontrast: () => 0,
  equalize: () => 0,
  invert: () => 0,
  rotate: (share, sign) => sign * 30 * share,
  posterize: (share) => 8 - Math.round(4 * share),
  solarize: (share) => 256 * (1 - share),
  // Not in the AutoAugment paper: from timm's RandAugment, and so in the methods compared with.
  solarizeAdd: (share) => Math.trunc(110 * share),
  color: (share, sign) => 1 + sign * 0.9 * share,
  contrast: (share, sign) => 1 + sign * 0.9 * share,
  brightness: (share, sign) => 1 + sign * 0.9 * share,
  sharpness: (share, sign) => 1 + sign * 0.9 * share,
  shearX: (share, sign) => sign * 0.3 * share,
  shearY: (share, sign) => sign * 0.3 * share,
  translateX: (share, sign) => sign * 0.45 * share,
  translateY: (share, sign) => sign * 0.45 * share,
};

/**
 * The names of all operations that a policy may use.
 *
 * @example
 * ```ts
 * import { randAugment, STRONG_OPERATIONS } from "@actnetformer/deno/operators/views";
 *
 * const upright = STRONG_OPERATIONS.filter((name) => name !== "rotate");
 * randAugment({ count: 2, magnitude: 9, operations: upright });
 * ```
 */
export const STRONG_OPERATIONS: readonly StrongOperationName[] = Object.keys(
  MAGNITUDES,
) as StrongOperationName[];

/**
 * Checks the operations that a policy may use.
 *
 * @throws {RangeError} If the list is empty, or an operation is unknown.
 */
export function checkOperations(operations: readonly StrongOperationName[]): void {
  if (operations.length === 0) {
    throw new RangeError("Cannot make a strong policy as 'operations' must not be empty");
  }
  for (const name of operations) {
    if (!STRONG_OPERATIONS.includes(name)) {
      throw new RangeError(
        `Cannot make a strong policy as 'operations' must be among ${STRONG_OPERATIONS}: ` +
          `current value is ${name}`,
      );
    }
  }
}

/**
 * Draws the sign of an operation and returns it with its magnitude. Every operation takes one draw,
 * whether it has a sign or not.
 */
export function drawOperation(
  name: StrongOperationName,
  share: number,
  draws: Draws,
): StrongOperation {
  const sign = draws.chance(0.5) ? 1 : -1;
  return { name, magnitude: MAGNITUDES[name](share, sign) };
}

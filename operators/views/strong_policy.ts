import type { StrongOperation, StrongOperationName } from "../clip.ts";
import type { Draws } from "../random.ts";

/** Draws the operations of one strong view. */
export type StrongPolicy = (draws: Draws) => StrongOperation[];

/** Options of {@linkcode autoAugment}. */
export interface AutoAugmentOptions {
  /**
   * The operations that keep the class of a video; the others are left out of the policy.
   *
   * @default all
   */
  readonly operations?: readonly StrongOperationName[];
}

/** Options of {@linkcode randAugment}. */
export interface RandAugmentOptions extends AutoAugmentOptions {
  /** Operations done to a clip. */
  readonly count: number;
  /** Strength from 0 to 10; the same for every operation. */
  readonly magnitude: number;
}

/** The strengths of AutoAugment's policies are 0 to 9, that of RandAugment is 0 to 10. */
const STRONGEST = { autoAugment: 9, randAugment: 10 } as const;

/**
 * What a share of the full strength means for each operation, in the unit of StrongOperation: the ranges
 * of the AutoAugment paper (arXiv 1805.09501, table 6). Where the sign has no meaning of its own it
 * is drawn.
 */
const MAGNITUDES: Readonly<Record<StrongOperationName, (share: number, sign: number) => number>> = {
  autocontrast: () => 0,
  equalize: () => 0,
  invert: () => 0,
  rotate: (share, sign) => sign * 30 * share,
  posterize: (share) => 8 - Math.round(4 * share),
  solarize: (share) => 256 * (1 - share),
  // Not in the AutoAugment paper: RandAugment's in timm, and so of the methods compared with.
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

/** Every operation a policy may use. */
export const STRONG_OPERATIONS = Object.keys(MAGNITUDES) as readonly StrongOperationName[];

type Step = readonly [name: StrongOperationName, probability: number, strength: number];

/** The policy found on ImageNet (arXiv 1805.09501, table 9): 25 pairs of steps. */
const IMAGENET_POLICY: readonly (readonly [Step, Step])[] = [
  [["posterize", 0.4, 8], ["rotate", 0.6, 9]],
  [["solarize", 0.6, 5], ["autocontrast", 0.6, 5]],
  [["equalize", 0.8, 8], ["equalize", 0.6, 3]],
  [["posterize", 0.6, 7], ["posterize", 0.6, 6]],
  [["equalize", 0.4, 7], ["solarize", 0.2, 4]],
  [["equalize", 0.4, 4], ["rotate", 0.8, 8]],
  [["solarize", 0.6, 3], ["equalize", 0.6, 7]],
  [["posterize", 0.8, 5], ["equalize", 1.0, 2]],
  [["rotate", 0.2, 3], ["solarize", 0.6, 8]],
  [["equalize", 0.6, 8], ["posterize", 0.4, 6]],
  [["rotate", 0.8, 8], ["color", 0.4, 0]],
  [["rotate", 0.4, 9], ["equalize", 0.6, 2]],
  [["equalize", 0.0, 7], ["equalize", 0.8, 8]],
  [["invert", 0.6, 4], ["equalize", 1.0, 8]],
  [["color", 0.6, 4], ["contrast", 1.0, 8]],
  [["rotate", 0.8, 8], ["color", 1.0, 2]],
  [["color", 0.8, 8], ["solarize", 0.8, 7]],
  [["sharpness", 0.4, 7], ["invert", 0.6, 8]],
  [["shearX", 0.6, 5], ["equalize", 1.0, 9]],
  [["color", 0.4, 0], ["equalize", 0.6, 3]],
  [["equalize", 0.4, 7], ["solarize", 0.2, 4]],
  [["solarize", 0.6, 5], ["autocontrast", 0.6, 5]],
  [["invert", 0.6, 4], ["equalize", 1.0, 8]],
  [["color", 0.6, 4], ["contrast", 1.0, 8]],
  [["equalize", 0.8, 8], ["equalize", 0.6, 3]],
];

function allowed(operations: readonly StrongOperationName[]): readonly StrongOperationName[] {
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
  return operations;
}

function operation(name: StrongOperationName, share: number, draws: Draws): StrongOperation {
  const sign = draws.chance(0.5) ? 1 : -1;
  return { name, magnitude: MAGNITUDES[name](share, sign) };
}

/**
 * AutoAugment with the published ImageNet policy: one of its 25 pairs, each step with its
 * probability (Cubuk et al., arXiv 1805.09501, tables 6 and 9).
 *
 * Steps that are not among `operations` are left out, and pairs of which nothing is left are not drawn.
 *
 * @throws {RangeError} If no step of the policy is left, or an operation is unknown.
 */
export function autoAugment(options: AutoAugmentOptions = {}): StrongPolicy {
  const operations = allowed(options.operations ?? STRONG_OPERATIONS);
  const pairs = IMAGENET_POLICY
    .map((pair) => pair.filter(([name]) => operations.includes(name)))
    .filter((pair) => pair.length > 0);
  if (pairs.length === 0) {
    throw new RangeError(
      "Cannot make a strong policy as 'operations' must hold one of the ImageNet policy: " +
        `current value is ${operations}`,
    );
  }
  return (draws) =>
    draws.pick(pairs)
      .filter(([, probability]) => draws.chance(probability))
      .map(([name, , strength]) => operation(name, strength / STRONGEST.autoAugment, draws));
}

/**
 * RandAugment: `count` operations drawn evenly, all of one strength (Cubuk et al., arXiv 1909.13719),
 * over the ranges of {@linkcode autoAugment}. `solarizeAdd`, which timm adds to the paper's operations, is
 * drawn only where `operations` names it.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function randAugment(options: RandAugmentOptions): StrongPolicy {
  const { count, magnitude } = options;
  const usual = STRONG_OPERATIONS.filter((name) => name !== "solarizeAdd");
  const operations = allowed(options.operations ?? usual);
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(
      `Cannot make a strong policy as 'count' must be a positive integer: current value is ${count}`,
    );
  }
  if (!(magnitude >= 0 && magnitude <= STRONGEST.randAugment)) {
    throw new RangeError(
      "Cannot make a strong policy as 'magnitude' must be a number from 0 to 10: " +
        `current value is ${magnitude}`,
    );
  }
  return (draws) =>
    Array.from(
      { length: count },
      () => operation(draws.pick(operations), magnitude / STRONGEST.randAugment, draws),
    );
}

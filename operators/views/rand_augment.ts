import type { StrongOperationName } from "../clip.ts";
import type { AutoAugmentOptions } from "./auto_augment.ts";
import { checkOperations, drawOperation, STRONG_OPERATIONS } from "./strong_operations.ts";
import type { StrongPolicy } from "./strong_views.ts";

/** Options of {@linkcode randAugment}. */
export interface RandAugmentOptions extends AutoAugmentOptions {
  /**
   * The operations that keep the class of a video; the policy does not use others.
   *
   * @default all of STRONG_OPERATIONS except "solarizeAdd"
   */
  readonly operations?: readonly StrongOperationName[] | undefined;
  /** Number of operations applied to a clip. */
  readonly count: number;
  /** Strength of every operation, from 0 to 10. */
  readonly magnitude: number;
}

const MAX_MAGNITUDE = 10;

/**
 * Returns RandAugment: `count` operations drawn with equal probability, all with the same strength
 * (Cubuk et al., arXiv 1909.13719), over the ranges of {@linkcode autoAugment}.
 *
 * `solarizeAdd`, which timm adds to the paper's operations, is used only if `operations` names it.
 *
 * @throws {RangeError} If an option is out of range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { drawsFor, randAugment } from "@actnetformer/deno/operators/views";
 *
 * const key = { seed: 1, phase: 0, epoch: 0, video: "a", view: "strong" };
 * const policy = randAugment({ count: 2, magnitude: 9 });
 * const operations = policy(drawsFor(key));
 * assert.equal(operations.length, 2);
 * ```
 */
export function randAugment(options: RandAugmentOptions): StrongPolicy {
  const { count, magnitude } = options;
  const inPaper = STRONG_OPERATIONS.filter((name) => name !== "solarizeAdd");
  const { operations = inPaper } = options;
  checkOperations(operations);
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(
      `Cannot make a strong policy as 'count' must be a positive integer: current value is ${count}`,
    );
  }
  if (!(magnitude >= 0 && magnitude <= MAX_MAGNITUDE)) {
    throw new RangeError(
      `Cannot make a strong policy as 'magnitude' must be a number from 0 to ${MAX_MAGNITUDE}: ` +
        `current value is ${magnitude}`,
    );
  }
  const share = magnitude / MAX_MAGNITUDE;
  return (draws) =>
    Array.from({ length: count }, () => drawOperation(draws.pick(operations), share, draws));
}

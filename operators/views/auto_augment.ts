import type { StrongOperationName } from "../clip.ts";
import { checkOperations, drawOperation, STRONG_OPERATIONS } from "./strong_operations.ts";
import type { StrongPolicy } from "./strong_views.ts";

/** Options of {@linkcode autoAugment}. */
export interface AutoAugmentOptions {
  /**
   * The operations that keep the class of a video; the policy does not use others.
   *
   * @default STRONG_OPERATIONS
   */
  readonly operations?: readonly StrongOperationName[] | undefined;
}

/** The strengths of the policy are integers from 0 to this. */
const MAX_STRENGTH = 9;

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

/**
 * Returns AutoAugment with the published ImageNet policy: one of its 25 pairs, each step with its
 * probability (Cubuk et al., arXiv 1805.09501, tables 6 and 9).
 *
 * Steps that are not among `operations` are removed, and pairs without a step are never drawn.
 *
 * @throws {RangeError} If no step of the policy remains, or an operation is unknown.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { autoAugment, drawsFor } from "@actnetformer/deno/operators/views";
 *
 * const key = { seed: 1, phase: 0, epoch: 0, video: "a", view: "strong" };
 * const policy = autoAugment({ operations: ["color", "contrast"] });
 * const operations = policy(drawsFor(key));
 * assert.ok(operations.every(({ name }) => name === "color" || name === "contrast"));
 * ```
 */
export function autoAugment(options: AutoAugmentOptions = {}): StrongPolicy {
  const { operations = STRONG_OPERATIONS } = options;
  checkOperations(operations);
  const pairs = IMAGENET_POLICY
    .map((pair) => pair.filter(([name]) => operations.includes(name)))
    .filter((pair) => pair.length > 0);
  if (pairs.length === 0) {
    throw new RangeError(
      "Cannot make a strong policy as 'operations' must contain one of the ImageNet policy: " +
        `current value is ${operations}`,
    );
  }
  return (draws) =>
    draws.pick(pairs)
      .filter(([, probability]) => draws.chance(probability))
      .map(([name, , strength]) => drawOperation(name, strength / MAX_STRENGTH, draws));
}

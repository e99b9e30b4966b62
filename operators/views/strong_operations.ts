import type { StrongOperationName } from "../clip.ts";
import { MAGNITUDES } from "./_magnitudes.ts";

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

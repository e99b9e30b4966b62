/**
 * Thrown when a class has fewer labeled videos than asked for.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { chooseLabeled, TooFewLabelsError } from "@actnetformer/deno/datasets";
 *
 * const options = { classes: ["run"], labelsPerClass: 1, seed: 0 };
 * assert.throws(() => chooseLabeled([], options), TooFewLabelsError);
 * ```
 */
export class TooFewLabelsError extends Error {
  /** The name of this class. */
  override readonly name = "TooFewLabelsError";
}

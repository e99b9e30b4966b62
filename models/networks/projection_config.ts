/** A projection head beside the classifier, as plain data: linear layers with ReLU between them. */
export interface ProjectionConfig {
  /** Outputs of its linear layers, the first one first; the last is the length of a projection. */
  readonly layers: readonly number[];
  /**
   * Whether batch norm follows each linear layer, which then has no bias. The last norm has neither
   * scale nor shift.
   */
  readonly normalized: boolean;
}

/**
 * The projection heads of the methods.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { NAMED_PROJECTIONS } from "@actnetformer/deno/models";
 *
 * assert.deepEqual(NAMED_PROJECTIONS.plain.layers, [512, 128]);
 * ```
 */
export const NAMED_PROJECTIONS = {
  /** That of Learning from Temporal Gradient: 788,480 parameters at 512 features. */
  ltg: { layers: [512, 512, 512], normalized: true },
  /** Two linear layers to 128 values. */
  plain: { layers: [512, 128], normalized: false },
} as const satisfies Record<string, ProjectionConfig>;

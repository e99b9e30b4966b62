import { tf } from "../../runtime/mod.ts";
import type { Forwarded, PerView } from "./forward.ts";

/** Which projections {@linkcode jointProjection} joins. */
export interface JointProjectionOptions {
  /** Names of the branches. */
  readonly branches: readonly string[];
  /** The view. */
  readonly view: keyof PerView<unknown>;
}

/** Square of the shortest length that counts, so that a row of zeros has a finite gradient. */
const SHORTEST_SQUARED = 1e-16;

/**
 * Returns the projections of several branches as one: side by side, each of length 1, so that the
 * cosine of two of them is the mean of the branches' cosines.
 *
 * @returns `[clips, outputs of all heads]`.
 * @throws {TypeError} If a branch has no projections of the view.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { withProjection } from "@actnetformer/deno/models";
 * import { forward, jointProjection, noiseStep, tinyNetworks } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { of } from "rxjs";
 *
 * await startTensorFlow();
 * const primary = withProjection(tinyNetworks().primary, { layers: [3], normalized: false });
 * tf.tidy(() => {
 *   of(noiseStep({ primary })).pipe(forward({ primary })).subscribe((step) => {
 *     const joint = jointProjection(step, { branches: ["primary"], view: "weak" });
 *     assert.deepEqual(joint.shape, [2, 3]);
 *   });
 * });
 * ```
 */
export function jointProjection(
  { projections }: Pick<Forwarded, "projections">,
  { branches, view }: JointProjectionOptions,
): tf.Tensor2D {
  return tf.concat(
    branches.map((branch) => {
      const projection = projections[branch]?.[view];
      if (projection === undefined) {
        throw new TypeError(
          `Cannot join projections as the branch ${branch} must have some of its ${view} clips`,
        );
      }
      const squares = tf.sum(tf.square(projection), 1, true);
      return tf.div<tf.Tensor2D>(projection, tf.sqrt(tf.maximum(squares, SHORTEST_SQUARED)));
    }),
    1,
  );
}

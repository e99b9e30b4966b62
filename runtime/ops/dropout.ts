import { tf } from "../tfjs.ts";
import { differentiable } from "./_differentiable.ts";
import { statelessUniform } from "./stateless_uniform.ts";

/** Options of {@linkcode dropout}. */
export interface DropoutOptions {
  /** Share of values set to zero, in [0, 1). */
  readonly rate: number;
  /** int32 [2]: seed of the draw. */
  readonly seed: tf.Tensor1D;
  /** Number of this dropout in the network, so that all of them draw independently. */
  readonly site: number;
  /**
   * Axes along which all values share one draw.
   *
   * @default []
   */
  readonly sharedAxes?: readonly number[];
}

/**
 * Sets values to zero at random and divides the others by `1 - rate`. The draw depends only on
 * `seed`, `site` and the shape. If all axes but the first are shared, whole samples are dropped:
 * stochastic depth.
 *
 * @throws {RangeError} If `rate` is not in [0, 1).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { dropout } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const seed = tf.tensor1d([1, 2], "int32");
 * const values = dropout(tf.ones([100]), { rate: 0.5, seed, site: 0 }).dataSync();
 * assert.ok(values.every((value) => value === 0 || value === 2));
 * ```
 */
export function dropout<T extends tf.Tensor>(
  x: T,
  { rate, seed, site, sharedAxes = [] }: DropoutOptions,
): T {
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(
      `Cannot drop values as 'rate' must be in [0, 1): current value is ${rate}`,
    );
  }
  if (rate === 0) return x;
  return differentiable<T, [factor: tf.Tensor]>([x], (save) => {
    const shape = x.shape.map((extent, axis) => sharedAxes.includes(axis) ? 1 : extent);
    const kept = tf.floor(tf.add(statelessUniform(shape, { seed, site }), 1 - rate));
    const factor = tf.mul(kept, 1 / (1 - rate));
    save([factor]);
    return {
      value: tf.mul(x, factor) as T,
      gradients: (dy, [factor]) => [tf.mul(dy, factor)],
    };
  });
}

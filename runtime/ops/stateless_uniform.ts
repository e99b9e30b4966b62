import { attr } from "../ffi/attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";

/** Options of {@linkcode statelessUniform}. */
export interface StatelessUniformOptions {
  /** int32 [2]: seed of the draw. */
  readonly seed: tf.Tensor1D;
  /** Number of this draw among those with the same seed, so that all of them are independent. */
  readonly site: number;
}

/**
 * Draws uniform values in [0, 1), which depend only on the arguments. No gradient passes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { statelessUniform } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const options = { seed: tf.tensor1d([1, 2], "int32"), site: 0 };
 * const [first, second] = [1, 2].map(() => statelessUniform([3], options).arraySync());
 * assert.deepEqual(first, second);
 * ```
 */
export function statelessUniform(
  shape: readonly number[],
  { seed, site }: StatelessUniformOptions,
): tf.Tensor {
  return tf.tidy(() => {
    // An odd multiplier spreads neighboring sites over all seeds, so that `site` at this step does
    // not draw the values of `site + 1` at the previous step.
    const offset = tf.tensor1d([0, Math.imul(site + 1, 0x9e3779b1)], "int32");
    const [values] = nativeOp("StatelessRandomUniform", ATTRIBUTES, [
      tf.tensor1d([...shape], "int32"),
      tf.add(seed, offset),
    ], 1);
    return values;
  });
}

const ATTRIBUTES = [
  attr.type("dtype", "float32"),
  attr.type("T", "int32"),
  attr.type("Tseed", "int32"),
];

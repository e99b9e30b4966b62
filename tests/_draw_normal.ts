import { tf } from "../runtime/mod.ts";

/**
 * Draws a tensor from a normal distribution. Equal arguments draw equal values, whatever the seed:
 * `tf.randomNormal` takes a seed of 0 for none at all, and each run of a test is then another one.
 *
 * @param seed An integer.
 */
export function drawNormal<R extends tf.Rank = tf.Rank>(
  shape: readonly number[],
  seed: number,
  mean = 0,
  deviation = 1,
): tf.Tensor<R> {
  const sizes = [...shape] as tf.ShapeMap[R];
  // deno-lint-ignore project/seeded-draws
  return tf.randomNormal<R>(sizes, mean, deviation, "float32", seed === 0 ? 0.5 : seed);
}

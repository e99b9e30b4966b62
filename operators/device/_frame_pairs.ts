import type { tf } from "../../runtime/mod.ts";

/**
 * Checks that each frame has a next one of its own shape.
 *
 * @throws {RangeError} If the shapes differ.
 */
export function checkFramePairs(frames: tf.Tensor4D, next: tf.Tensor4D, what: string): void {
  if (`${frames.shape}` === `${next.shape}`) return;
  throw new RangeError(
    `Cannot compute ${what} as the shape of the next frames must be [${frames.shape}]: ` +
      `current value is [${next.shape}]`,
  );
}

import type { tf } from "../../runtime/mod.ts";

/** What {@linkcode assertSameShape} writes into its error. */
export interface SameShapeOptions {
  /** What is computed: "align stages". */
  readonly action: string;
  /** What has the wrong shape: "stage 2 of the targets". */
  readonly name: string;
}

/**
 * Asserts that two tensors have the same shape: operations on others would broadcast in silence.
 *
 * @throws {RangeError} If the shapes differ.
 */
export function assertSameShape(
  actual: tf.Tensor,
  expected: tf.Tensor,
  { action, name }: SameShapeOptions,
): void {
  if (actual.shape.join() !== expected.shape.join()) {
    throw new RangeError(
      `Cannot ${action} as ${name} must have shape [${expected.shape}]: ` +
        `current value is [${actual.shape}]`,
    );
  }
}

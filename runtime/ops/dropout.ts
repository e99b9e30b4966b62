import { tf } from "../tfjs.ts";
import { differentiable } from "./_differentiable.ts";
import { statelessUniform, type StatelessUniformOptions } from "./stateless_uniform.ts";

/** Which rows of a larger batch some samples are. */
export interface RowsOfBatch {
  /** Samples of the larger batch. */
  readonly batch: number;
  /** Where the samples are in it, in their order. */
  readonly ranges: readonly { readonly start: number; readonly count: number }[];
}

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
  /**
   * Which samples of a larger batch these are, of which several workers have their parts: the draws
   * are then those that the larger batch would have.
   *
   * @default a whole batch
   */
  readonly rows?: RowsOfBatch | undefined;
}

/**
 * Sets values to zero at random and divides the others by `1 - rate`. The draw depends only on
 * `seed`, `site` and the shape. If all axes but the first are shared, whole samples are dropped:
 * stochastic depth.
 *
 * @returns A new tensor, also with a rate of 0.
 * @throws {RangeError} If `rate` is not in [0, 1), or `rows` are given and the first extent is not a
 * multiple of their number.
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
  { rate, seed, site, sharedAxes = [], rows }: DropoutOptions,
): T {
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(
      `Cannot drop values as 'rate' must be in [0, 1): current value is ${rate}`,
    );
  }
  if (rate === 0) return x.clone();
  return differentiable<T, [factor: tf.Tensor]>([x], (save) => {
    const shape = x.shape.map((extent, axis) => sharedAxes.includes(axis) ? 1 : extent);
    const draws = rows === undefined || sharedAxes.includes(0)
      ? statelessUniform(shape, { seed, site })
      : drawsOfRows(shape, { seed, site, rows });
    const kept = tf.floor(tf.add(draws, 1 - rate));
    const factor = tf.mul(kept, 1 / (1 - rate));
    save([factor]);
    return {
      value: tf.mul(x, factor) as T,
      gradients: (dy, [factor]) => [tf.mul(dy, factor)],
    };
  });
}

/** Returns the draws of some rows of a larger batch. */
function drawsOfRows(
  [length, ...extents]: readonly number[],
  { rows: { batch, ranges }, ...options }: StatelessUniformOptions & { readonly rows: RowsOfBatch },
): tf.Tensor {
  const samples = ranges.reduce((sum, { count }) => sum + count, 0);
  // The first axis may be that of frames or patches, all those of a sample together.
  const rowsOfSample = length! / samples;
  if (!Number.isInteger(rowsOfSample)) {
    throw new RangeError(
      `Cannot drop values as the first extent must be a multiple of ${samples} samples: ` +
        `current value is ${length}`,
    );
  }
  const all = statelessUniform([batch * rowsOfSample, ...extents], options);
  const parts = ranges.map(({ start, count }) => {
    const begin = [start * rowsOfSample, ...extents.map(() => 0)];
    return tf.slice(all, begin, [count * rowsOfSample, ...extents]);
  });
  return tf.concat(parts);
}

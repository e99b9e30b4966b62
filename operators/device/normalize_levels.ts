import { tf } from "../../runtime/mod.ts";
import type { PerChannel } from "../clip.ts";

/** How levels from 0 to 255 become what a network sees. */
export interface Normalization {
  /** Subtracted from values scaled to 0…1. */
  readonly mean: PerChannel;
  /** What they are then divided by. */
  readonly std: PerChannel;
}

/**
 * Computes (level / 255 - mean) / std.
 *
 * @param levels `[..., 3]`, from 0 to 255; stays the caller's.
 * @returns A new tensor of the same shape, the caller's to dispose.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { normalizeLevels } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const pixel = tf.tensor1d([0, 51, 255]);
 * const normalized = normalizeLevels(pixel, { mean: 0.5, std: 0.5 });
 * assert.deepEqual(normalized.mul(10).round().arraySync(), [-10, -6, 10]);
 * ```
 */
export function normalizeLevels<Levels extends tf.Tensor>(
  levels: Levels,
  { mean, std }: Normalization,
): Levels {
  return tf.tidy((): Levels => {
    if (typeof mean === "number" && typeof std === "number") {
      return levels.mul(1 / (255 * std)).sub(mean / std);
    }
    const means = channelsOf(mean);
    const stds = channelsOf(std);
    const factors = tf.tensor1d(stds.map((value) => 1 / (255 * value)));
    const offsets = tf.tensor1d(means.map((value, channel) => value / stds[channel]!));
    return levels.mul<Levels>(factors).sub(offsets);
  });
}

function channelsOf(value: PerChannel): readonly [number, number, number] {
  return typeof value === "number" ? [value, value, value] : value;
}

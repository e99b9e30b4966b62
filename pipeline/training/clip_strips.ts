import type { Normalization, PerChannel } from "../../operators/mod.ts";
import { tf } from "../../runtime/mod.ts";

/** Frames of clips in rows, as pixels. */
export interface ClipStrips {
  /** Of each clip: red, green, blue, 0 to 255: uint8 `[height, width, 3]`. */
  readonly strips: readonly Uint8Array[];
  readonly height: number;
  readonly width: number;
}

/** Maximum number of frames of a strip. */
const FRAMES = 8;

/** About the side of a frame, in pixels. */
const SIDE = 56;

/**
 * Reads frames of the first clips of a batch back from the device, as they were before they were
 * normalized: at most eight at equal distances, in whole fractions of their size. Waits for the
 * device.
 *
 * @param clips `[clips, frames, size, size, 3]`, normalized; stays the caller's.
 * @param limit Maximum number of clips.
 */
export function readClipStrips(
  clips: tf.Tensor5D,
  limit: number,
  normalization: Normalization,
): ClipStrips {
  const [batch, frames, size] = clips.shape;
  const count = Math.min(batch, limit);
  const chosen = evenly(frames, FRAMES);
  const factor = Math.max(1, Math.round(size / SIDE));
  const side = Math.floor(size / factor);
  const pooled = tf.tidy(() => {
    const images = tf.gather(clips.slice(0, count), chosen, 1)
      .reshape<tf.Tensor4D>([count * chosen.length, size, size, 3]);
    return tf.avgPool(images, factor, factor, "valid");
  });
  // Not within tidy(), which looks for tensors among a million numbers.
  const values = pooled.dataSync();
  pooled.dispose();
  const length = values.length / count;
  const shape = { frames: chosen.length, side };
  return {
    strips: Array.from(
      { length: count },
      (_, clip) =>
        stripOf(values.subarray(clip * length, (clip + 1) * length), shape, normalization),
    ),
    height: side,
    width: chosen.length * side,
  };
}

/** Indexes from 0 below `length`, at most `count`, at equal distances. */
function evenly(length: number, count: number): number[] {
  const chosen = Math.min(length, count);
  return Array.from(
    { length: chosen },
    (_, index) => Math.floor((index + 0.5) * length / chosen),
  );
}

/** Form of the frames of a strip. */
interface StripShape {
  readonly frames: number;
  readonly side: number;
}

/** Puts normalized frames `[frames, side, side, 3]` beside each other, as levels. */
function stripOf(
  values: ArrayLike<number>,
  { frames, side }: StripShape,
  { mean, std }: Normalization,
): Uint8Array {
  // It rounds, and clips what lies outside of 0 to 255.
  const levels = new Uint8ClampedArray(values.length);
  const means = perChannel(mean);
  const stds = perChannel(std);
  const rowLength = side * 3;
  let position = 0;
  for (let row = 0; row < side; row++) {
    for (let frame = 0; frame < frames; frame++) {
      const start = (frame * side + row) * rowLength;
      for (let index = 0; index < rowLength; index++) {
        const channel = index % 3;
        levels[position] = 255 * (values[start + index]! * stds[channel]! + means[channel]!);
        position++;
      }
    }
  }
  return new Uint8Array(levels.buffer);
}

function perChannel(value: PerChannel): readonly number[] {
  return typeof value === "number" ? [value, value, value] : value;
}

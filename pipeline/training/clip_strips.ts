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
  return tf.tidy(() => {
    const [batch, frames, size] = clips.shape;
    const count = Math.min(batch, limit);
    const chosen = evenly(frames, FRAMES);
    const factor = Math.max(1, Math.round(size / SIDE));
    const side = Math.floor(size / factor);
    const images = tf.gather(clips.slice(0, count), chosen, 1)
      .reshape<tf.Tensor4D>([count * chosen.length, size, size, 3]);
    const levels = toLevels(tf.avgPool(images, factor, factor, "valid"), normalization);
    // From frames below each other to frames beside each other.
    const rows = levels.reshape([count, chosen.length, side, side, 3]).transpose([0, 2, 1, 3, 4]);
    const bytes = Uint8Array.from(rows.dataSync());
    const length = bytes.length / count;
    return {
      strips: Array.from(
        { length: count },
        (_, clip) => bytes.subarray(clip * length, (clip + 1) * length),
      ),
      height: side,
      width: chosen.length * side,
    };
  });
}

/** Indexes from 0 below `length`, at most `count`, at equal distances. */
function evenly(length: number, count: number): number[] {
  const chosen = Math.min(length, count);
  return Array.from(
    { length: chosen },
    (_, index) => Math.floor((index + 0.5) * length / chosen),
  );
}

/** Undoes a normalization. */
function toLevels(images: tf.Tensor4D, { mean, std }: Normalization): tf.Tensor4D {
  const levels = images.mul(perChannel(std)).add(perChannel(mean)).mul(255);
  return levels.round().clipByValue(0, 255).cast("int32") as tf.Tensor4D;
}

function perChannel(value: PerChannel): tf.Tensor {
  return typeof value === "number" ? tf.scalar(value) : tf.tensor1d([...value]);
}

import { attr, nativeOp, tf } from "../../runtime/mod.ts";
import type { SpatialPlan } from "../clip.ts";

/** Where the first and the last sample of a plan lie, in pixels from the center of the first one. */
interface SampleRange {
  readonly y: readonly [first: number, last: number];
  readonly x: readonly [first: number, last: number];
}

/** Samples lie in the middle of equal parts of the box, as with PyTorch's `align_corners=False`. */
function sampleRange({ box, flip }: SpatialPlan, [height, width]: Size): SampleRange {
  const range = (start: number, length: number, samples: number) => {
    const half = length / samples / 2;
    return [start + half - 0.5, start + length - half - 0.5] as const;
  };
  const [left, right] = range(box.left, box.width, width);
  return { y: range(box.top, box.height, height), x: flip ? [right, left] : [left, right] };
}

type Size = readonly [height: number, width: number];

/** How near, in pixels, samples may come to the last centers before rounding could carry one beyond. */
const MARGIN = 1e-3;

/**
 * Cuts each clip's box out of its frames, scales it to `size` and mirrors it where planned: one
 * bilinear sampling, without anti-aliasing, that repeats the picture's edge.
 *
 * @param frames `[clips × frames, height, width, 3]`, the frames of a clip one after another; stays
 * the caller's
 * @param plans one for each clip, its box inside the picture
 * @param size `[height, width]` of the result
 * @returns `[clips × frames, size[0], size[1], 3]`
 * @throws {RangeError} If the number of frames is no multiple of the number of plans.
 */
export function cropFrames(
  frames: tf.Tensor4D,
  plans: readonly SpatialPlan[],
  size: Size,
): tf.Tensor4D {
  const [count, height, width] = frames.shape;
  const each = count / plans.length;
  if (!Number.isInteger(each)) {
    throw new RangeError(
      `Cannot crop as the number of frames must be a multiple of ${plans.length} plans: ` +
        `current value is ${count}`,
    );
  }
  const ranges = plans.map((plan) => sampleRange(plan, size));
  const isWithin = (samples: readonly number[], length: number) =>
    samples.every((at) => at >= MARGIN && at <= length - 1 - MARGIN);
  // The op paints black what lies beyond the last centers: there the edge is laid on first.
  const border = ranges.every(({ y, x }) => isWithin(y, height) && isWithin(x, width)) ? 0 : 1;
  return tf.tidy(() => {
    const picture = border === 0
      ? frames
      : tf.mirrorPad(frames, [[0, 0], [1, 1], [1, 1], [0, 0]], "symmetric");
    const largestY = height - 1 + 2 * border;
    const largestX = width - 1 + 2 * border;
    const boxes = ranges.flatMap(({ y, x }) => {
      const [top, bottom] = y.map((at) => (at + border) / largestY);
      const [left, right] = x.map((at) => (at + border) / largestX);
      return Array.from({ length: each }, () => [top!, left!, bottom!, right!]);
    });
    const inputs = [
      picture,
      tf.tensor2d(boxes, [count, 4]),
      tf.range(0, count, 1, "int32"),
      tf.tensor1d([...size], "int32"),
    ];
    const attributes = [
      attr.type("T", "float32"),
      attr.string("method", "bilinear"),
      attr.float("extrapolation_value", 0),
    ];
    const [sampled] = nativeOp("CropAndResize", attributes, inputs, 1);
    return sampled as tf.Tensor4D;
  });
}

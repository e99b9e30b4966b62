import { attr, nativeOp, tf } from "../../runtime/mod.ts";
import type { SpatialPlan } from "../clip.ts";

/** The first and the last sample in one dimension, in pixels from the center of the first pixel. */
type SampleRange = readonly [first: number, last: number];

/**
 * How near, in pixels, samples may come to the outer centers before rounding could carry one
 * beyond.
 */
const MARGIN = 1e-3;

/**
 * Cuts each clip's box out of its frames, scales it to `size` and mirrors it if planned: one
 * bilinear sampling, without anti-aliasing, that repeats the edge of the frame.
 *
 * @param frames `[clips × frames, height, width, channels]`, the frames of a clip one after another;
 * stays the caller's.
 * @param plans One for each clip, its box inside the frame.
 * @param size `[height, width]` of the result.
 * @returns `[clips × frames, size[0], size[1], channels]`, the caller's to dispose.
 * @throws {RangeError} If the number of frames is not a multiple of the number of plans.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { cropFrames, testCrops } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * tf.tidy(() => {
 *   const [, middle] = testCrops({ height: 4, width: 6 });
 *   const cropped = cropFrames(tf.zeros([8, 4, 6, 3]), [middle], [2, 2]);
 *   assert.deepEqual(cropped.shape, [8, 2, 2, 3]);
 * });
 * ```
 */
export function cropFrames(
  frames: tf.Tensor4D,
  plans: readonly SpatialPlan[],
  size: readonly [height: number, width: number],
): tf.Tensor4D {
  const [count, height, width] = frames.shape;
  const framesPerClip = count / plans.length;
  if (!Number.isInteger(framesPerClip)) {
    throw new RangeError(
      `Cannot crop as the number of frames must be a multiple of ${plans.length} plans: ` +
        `current value is ${count}`,
    );
  }
  const ranges = plans.map((plan) => ({
    y: verticalRange(plan, size[0]),
    x: horizontalRange(plan, size[1]),
  }));
  // The op makes samples beyond the outer centers black: if there are any, the edge is repeated
  // first.
  const border = ranges.every(({ y, x }) => isWithin(y, height) && isWithin(x, width)) ? 0 : 1;
  return tf.tidy(() => {
    const bordered = border === 0
      ? frames
      : tf.mirrorPad(frames, [[0, 0], [1, 1], [1, 1], [0, 0]], "symmetric");
    const boxes = ranges.flatMap(({ y, x }) => {
      const [top, bottom] = shares(y, height, border);
      const [left, right] = shares(x, width, border);
      return Array.from({ length: framesPerClip }, () => [top, left, bottom, right]);
    });
    return cropAndResize(bordered, boxes, size);
  });
}

function verticalRange({ box }: SpatialPlan, samples: number): SampleRange {
  return sampleRange(box.top, box.height, samples);
}

function horizontalRange({ box, flip }: SpatialPlan, samples: number): SampleRange {
  const [left, right] = sampleRange(box.left, box.width, samples);
  return flip ? [right, left] : [left, right];
}

/** Samples lie in the middle of equal parts of the box, as with PyTorch's `align_corners=False`. */
function sampleRange(start: number, length: number, samples: number): SampleRange {
  const half = length / samples / 2;
  return [start + half - 0.5, start + length - half - 0.5];
}

function isWithin(range: SampleRange, length: number): boolean {
  return range.every((sample) => sample >= MARGIN && sample <= length - 1 - MARGIN);
}

/** Returns the samples in the op's unit: 0 is the first center, 1 the last. */
function shares([first, last]: SampleRange, length: number, border: number): [number, number] {
  const largest = length - 1 + 2 * border;
  return [(first + border) / largest, (last + border) / largest];
}

function cropAndResize(
  frames: tf.Tensor4D,
  boxes: number[][],
  size: readonly number[],
): tf.Tensor4D {
  const count = boxes.length;
  const inputs = [
    frames,
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
}

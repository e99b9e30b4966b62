import { FusedKernel, tf } from "../../runtime/mod.ts";

/** Frames and next frames in gray, `[2, pairs, height, width]`. */
export type FlowImages = tf.Tensor4D;

/** Weights of red, green and blue in gray (ITU-R BT.601). */
const GRAY = [0.299, 0.587, 0.114] as const;

/** Weights of a Gaussian of five pixels with a standard deviation of 0.85. */
const SMOOTHING = gaussian({ reach: 2, deviation: 0.85 });

/**
 * Makes what optical flow is computed from: gray frames, smoothed, both of a pair stretched together
 * to levels from 0 to 255.
 *
 * @param frames `[pairs, height, width, 3]`
 * @param next In the same shape.
 */
export function flowImages(frames: tf.Tensor4D, next: tf.Tensor4D): FlowImages {
  return tf.tidy(() => {
    const gray = GRAY_PAIRS.run(tf.cast(frames, "float32"), tf.cast(next, "float32"))[0];
    const levels: [number, number, number] = [0, 2, 3];
    const darkest = tf.min(gray, levels, true);
    const range = tf.sub(tf.max(gray, levels, true), darkest);
    // Frames of one level stay so.
    const factor = tf.div<tf.Tensor4D>(255, tf.maximum(range, 1));
    return smooth(tf.mul<FlowImages>(tf.sub(gray, darkest), factor));
  });
}

/** Returns the images at half their height and width, rounded up. */
export function halvedImages(images: FlowImages): FlowImages {
  const [, count, height, width] = images.shape;
  const size: [number, number] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  return tf.tidy(() => {
    const channel = smooth(images).reshape<tf.Tensor4D>([2 * count, height, width, 1]);
    return tf.image.resizeBilinear(channel, size, false, true).reshape([2, count, ...size]);
  });
}

function smooth(images: FlowImages): FlowImages {
  return SMOOTHED.run(images)[0];
}

const GRAY_PAIRS = new FusedKernel(
  "gray_pairs",
  ["float32"],
  (frames: tf.Tensor4D, next: tf.Tensor4D) => [tf.stack([grayOf(frames), grayOf(next)])],
);

const SMOOTHED = new FusedKernel(
  "smoothed",
  ["float32"],
  (images: FlowImages) => [smoothedAlong(3, smoothedAlong(2, images))],
);

function grayOf(frames: tf.Tensor4D): tf.Tensor3D {
  const [red, green, blue] = tf.unstack(frames, 3) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
  return tf.addN([
    tf.mul<tf.Tensor3D>(red, GRAY[0]),
    tf.mul(green, GRAY[1]),
    tf.mul(blue, GRAY[2]),
  ]);
}

/** Smooths along an axis, with the edge mirrored. */
function smoothedAlong(axis: number, images: FlowImages): FlowImages {
  const reach = (SMOOTHING.length - 1) / 2;
  const paddings = images.shape.map((_, index): [number, number] => {
    return index === axis ? [reach, reach] : [0, 0];
  });
  const padded = tf.mirrorPad(images, paddings, "symmetric");
  const terms = SMOOTHING.map((weight, offset) => {
    const start = images.shape.map((_, index) => index === axis ? offset : 0);
    return tf.mul(tf.slice(padded, start, images.shape), weight);
  });
  return tf.addN(terms) as FlowImages;
}

function gaussian({ reach, deviation }: { reach: number; deviation: number }): number[] {
  const weights = Array.from({ length: 2 * reach + 1 }, (_, index) => {
    return Math.exp(-((index - reach) ** 2) / (2 * deviation ** 2));
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

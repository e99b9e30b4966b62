import { tf } from "../../runtime/mod.ts";

/** The two frames of each pair in gray, `[pairs, height, width]`. */
export interface FlowImages {
  readonly first: tf.Tensor3D;
  readonly second: tf.Tensor3D;
}

/** Weights of red, green and blue in gray (ITU-R BT.601). */
const GRAY = [0.299, 0.587, 0.114];

/** Weights of a Gaussian of five pixels. */
const SMOOTHING = gaussian(2, 0.85);

/** Turns pairs of RGB frames gray, stretches both of a pair to 0…255 together and smooths them. */
export function flowImages(frames: tf.Tensor4D, next: tf.Tensor4D): FlowImages {
  return tf.tidy(() => {
    const first = grayOf(frames);
    const second = grayOf(next);
    const lowest = tf.minimum(tf.min(first, [1, 2], true), tf.min(second, [1, 2], true));
    const highest = tf.maximum(tf.max(first, [1, 2], true), tf.max(second, [1, 2], true));
    // Frames of one level are not divided by zero.
    const factor = tf.div(255, tf.maximum(tf.sub(highest, lowest), 1));
    const stretched = (gray: tf.Tensor3D) =>
      smoothed(tf.mul<tf.Tensor3D>(tf.sub(gray, lowest), factor));
    return { first: stretched(first), second: stretched(second) };
  });
}

/** Returns images of half the height and width, rounded up. */
export function halved({ first, second }: FlowImages): FlowImages {
  return tf.tidy(() => ({ first: half(first), second: half(second) }));
}

function grayOf(frames: tf.Tensor4D): tf.Tensor3D {
  return tf.sum(tf.mul(frames, tf.tensor1d(GRAY)), 3);
}

function half(image: tf.Tensor3D): tf.Tensor3D {
  const [count, height, width] = image.shape;
  const size: [number, number] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  const channel = smoothed(image).reshape<tf.Tensor4D>([count, height, width, 1]);
  const resized = tf.image.resizeBilinear(channel, size, false, true);
  return resized.reshape([count, ...size]);
}

function smoothed(image: tf.Tensor3D): tf.Tensor3D {
  return smoothedAlong(smoothedAlong(image, 1), 2);
}

/** The edge is repeated. */
function smoothedAlong(image: tf.Tensor3D, axis: number): tf.Tensor3D {
  const reach = (SMOOTHING.length - 1) / 2;
  const starts = [0, 0, 0];
  const size = [...image.shape];
  const paddings = [0, 1, 2].map((index): [number, number] =>
    index === axis ? [reach, reach] : [0, 0]
  );
  const padded = tf.mirrorPad(image, paddings, "symmetric");
  const terms = SMOOTHING.map((weight, index) => {
    starts[axis] = index;
    return tf.mul(tf.slice(padded, starts, size), weight);
  });
  return tf.addN(terms) as tf.Tensor3D;
}

function gaussian(reach: number, deviation: number): number[] {
  const weights = Array.from({ length: 2 * reach + 1 }, (_, index) => {
    return Math.exp(-((index - reach) ** 2) / (2 * deviation ** 2));
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

import { tf } from "../../runtime/mod.ts";
import type { StrongOperation, StrongOperationName } from "../clip.ts";
import { dropChannels, dropPixels } from "./dropout_operations.ts";
import { autocontrast, equalize } from "./histogram_operations.ts";
import { type InverseTransform, transformFrames } from "./transform_frames.ts";

/** Frames of one clip `[frames, height, width, 3]` with whole levels from 0 to 255. */
type Frames = tf.Tensor4D;

/** Options of {@linkcode applyStrongOperation}. */
export interface StrongOperationOptions {
  /**
   * How rotated, sheared and translated frames are sampled. Training takes the default; "bilinear" is
   * there to be compared with references that sample so.
   *
   * @default "nearest", as in torchvision's AutoAugment
   */
  readonly interpolation?: "bilinear" | "nearest";
}

/** Gray as torchvision rounds it down: `[frames, height, width, 1]`. */
function gray(frames: Frames): Frames {
  const weighted = frames.mul(tf.tensor1d([0.2989, 0.587, 0.114]));
  return weighted.sum<Frames>(-1, true).floor();
}

/** `factor × frames + (1 - factor) × other`, clipped and rounded down. */
function blend(frames: Frames, other: tf.Tensor, factor: number): Frames {
  const mixed = frames.mul(factor).add(other.mul(1 - factor));
  return mixed.clipByValue(0, 255).floor() as Frames;
}

/** Smoothed by [[1,1,1],[1,5,1],[1,1,1]] / 13; the border of one pixel stays as it is. */
function smooth(frames: Frames): Frames {
  const [count, height, width] = frames.shape;
  if (height < 3 || width < 3) return frames;
  const kernel = tf.tensor2d([[1, 1, 1], [1, 5, 1], [1, 1, 1]]).div(13)
    .reshape([3, 3, 1, 1]).tile([1, 1, 3, 1]) as tf.Tensor4D;
  const inner = tf.depthwiseConv2d(frames, kernel, 1, "valid").round();
  const mask = tf.ones([count, height - 2, width - 2, 1]);
  const border: [number, number][] = [[0, 0], [1, 1], [1, 1], [0, 0]];
  return tf.where(tf.pad(mask, border).cast("bool"), tf.pad(inner, border), frames) as Frames;
}

function cutOut(
  frames: Frames,
  { box, fill }: Extract<StrongOperation, { name: "cutout" }>,
): Frames {
  const [, height, width] = frames.shape;
  if (box.height === 0 || box.width === 0) return frames;
  const mask = tf.pad(tf.ones([box.height, box.width, 1]), [
    [box.top, height - box.top - box.height],
    [box.left, width - box.left - box.width],
    [0, 0],
  ]);
  return tf.where<tf.Tensor>(mask.cast("bool"), tf.tensor1d([...fill]), frames) as Frames;
}

/** The inverse maps of the operations that move pixels, in the picture's pixels. */
const MOVES: Partial<
  Record<
    StrongOperationName,
    (magnitude: number, height: number, width: number) => InverseTransform
  >
> = {
  rotate(degrees, height, width) {
    const x = (width - 1) / 2;
    const y = (height - 1) / 2;
    const cosine = Math.cos(degrees * Math.PI / 180);
    const sine = Math.sin(degrees * Math.PI / 180);
    return [cosine, -sine, x - cosine * x + sine * y, sine, cosine, y - sine * x - cosine * y];
  },
  // The top left corner of the picture, half a pixel before the first center, stays where it is.
  shearX: (factor) => [1, factor, 0.5 * factor, 0, 1, 0],
  shearY: (factor) => [1, 0, 0, factor, 1, 0.5 * factor],
  // Whole pixels, as torchvision cuts them.
  translateX: (share, _height, width) => [1, 0, -Math.trunc(share * width), 0, 1, 0],
  translateY: (share, height) => [1, 0, 0, 0, 1, -Math.trunc(share * height)],
};

/** The operations that leave pixels in their place. */
const TONES: Partial<Record<StrongOperationName, (frames: Frames, magnitude: number) => Frames>> = {
  autocontrast,
  equalize,
  invert: (frames) => tf.sub(255, frames),
  posterize(frames, bits) {
    const step = 2 ** (8 - bits);
    return frames.div<Frames>(step).floor().mul(step);
  },
  solarize: (frames, threshold) =>
    tf.where(frames.greaterEqual(threshold), tf.sub(255, frames), frames) as Frames,
  solarizeAdd: (frames, levels) =>
    tf.where(frames.less(128), frames.add(levels).minimum(255), frames) as Frames,
  color: (frames, factor) => blend(frames, gray(frames), factor),
  contrast: (frames, factor) => blend(frames, gray(frames).mean([1, 2, 3], true), factor),
  brightness: (frames, factor) => blend(frames, tf.scalar(0), factor),
  sharpness: (frames, factor) => blend(frames, smooth(frames), factor),
};

/**
 * Does one operation of a strong view to all frames of a clip, on the device.
 *
 * The results are those of torchvision's AutoAugment on uint8 frames (`solarizeAdd`: of timm's on
 * Pillow's pictures): every operation ends with whole levels. Frames are treated one by one where an operation depends on what it sees (the mean
 * gray of `contrast`, the histograms of `autocontrast` and `equalize`). Where pixels move, what comes
 * from outside is black.
 *
 * @param frames `[frames, height, width, 3]`, whole levels from 0 to 255; stays the caller's
 * @returns the same shape and range
 */
export function applyStrongOperation(
  frames: tf.Tensor4D,
  operation: StrongOperation,
  { interpolation = "nearest" }: StrongOperationOptions = {},
): tf.Tensor4D {
  return tf.tidy(() => {
    if (operation.name === "cutout") return cutOut(frames, operation).clone();
    if (operation.name === "channelDropout") return dropChannels(frames, operation);
    if (operation.name === "pixelDropout") return dropPixels(frames, operation);
    const { name, magnitude } = operation;
    const tone = TONES[name];
    if (tone !== undefined) return tone(frames, magnitude);
    const [, height, width] = frames.shape;
    const transform = MOVES[name]!(magnitude, height, width);
    const moved = transformFrames(frames, transform, { interpolation });
    return interpolation === "nearest" ? moved : moved.round();
  });
}

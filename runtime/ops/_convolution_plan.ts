import { tf } from "../tfjs.ts";
import {
  type ConvolutionKernel,
  convolve,
  convolveFilterGradient,
  convolveInputGradient,
} from "./_convolution_kernels.ts";
import { weightForGradient } from "./_weight_for_gradient.ts";

/** A convolution's kernel, the shapes in which the kernel sees its tensors, and the padding. */
export interface ConvolutionPlan {
  readonly kernel: ConvolutionKernel;
  readonly input: number[];
  readonly filter: number[];
  readonly output: number[];
  /** Zeros before and after each axis of `input`; undefined if there are none. */
  readonly padding: [number, number][] | undefined;
  /** The output's shape as the caller sees it. */
  readonly result: Shape5;
}

/**
 * Shape of clips [batch, frames, height, width, channels], or of a filter [frames, height, width,
 * in, out].
 */
export type Shape5 = [number, number, number, number, number];

/** Steps between the outputs of a convolution. */
export interface ConvolutionSteps {
  /** Step in pixels. */
  readonly stride: number;
  /** Step in frames. */
  readonly frameStride: number;
}

/**
 * Chooses the kernel of a convolution.
 *
 * @throws {RangeError} If an extent of the filter is even.
 */
export function planConvolution(
  inputShape: Shape5,
  filterShape: Shape5,
  steps: ConvolutionSteps,
): ConvolutionPlan {
  const { stride, frameStride } = steps;
  const [batch, frames, height, width] = inputShape;
  const [depth, filterHeight, filterWidth, , features] = filterShape;
  if ([depth, filterHeight, filterWidth].some((extent) => extent % 2 === 0)) {
    throw new RangeError(
      `Cannot convolve as 'filter' must have odd extents: current shape is [${filterShape}]`,
    );
  }
  const outputHeight = Math.ceil(height / stride);
  const outputWidth = Math.ceil(width / stride);
  const outputFrames = Math.ceil(frames / frameStride);
  const result: Shape5 = [batch, outputFrames, outputHeight, outputWidth, features];
  const isStrided = stride > 1 || frameStride > 1;
  // At stride 1 the kernel pads as PyTorch does (SAME); a filter of one value needs no padding.
  const needsPadding = isStrided && depth * filterHeight * filterWidth > 1;
  const pad = (extents: readonly number[]) =>
    needsPadding ? extents.map(halfOnBothSides) : undefined;
  if (filterHeight === 1 && filterWidth === 1 && stride === 1) {
    const padding = pad([1, depth, 1, 1]);
    return { ...planOverPixels(inputShape, filterShape, frameStride), padding, result };
  }
  if (depth === 1 && frameStride === 1) {
    const padding = pad([1, filterHeight, filterWidth, 1]);
    return { ...planOverImages(inputShape, filterShape, stride), padding, result };
  }
  return {
    kernel: { rank: 5, strides: [frameStride, stride, stride] },
    input: inputShape,
    filter: filterShape,
    output: result,
    padding: pad([1, depth, filterHeight, filterWidth, 1]),
    result,
  };
}

type ShapesOfKernel = Pick<ConvolutionPlan, "kernel" | "input" | "filter" | "output">;

/**
 * A filter over one pixel: a matrix product, or if several frames matter, a convolution of images of
 * [frames, pixels].
 */
function planOverPixels(
  [batch, frames, height, width, channels]: Shape5,
  [depth, , , , features]: Shape5,
  frameStride: number,
): ShapesOfKernel {
  if (depth === 1 && frameStride === 1) {
    const rows = batch * frames * height * width;
    return {
      kernel: { rank: 2, strides: [] },
      input: [rows, channels],
      filter: [channels, features],
      output: [rows, features],
    };
  }
  return {
    kernel: { rank: 4, strides: [frameStride, 1] },
    input: [batch, frames, height * width, channels],
    filter: [depth, 1, channels, features],
    output: [batch, Math.ceil(frames / frameStride), height * width, features],
  };
}

/** A filter over one frame: the frames of all clips are independent images. */
function planOverImages(
  [batch, frames, height, width, channels]: Shape5,
  [, filterHeight, filterWidth, , features]: Shape5,
  stride: number,
): ShapesOfKernel {
  const images = batch * frames;
  return {
    kernel: { rank: 4, strides: [stride, stride] },
    input: [images, height, width, channels],
    filter: [filterHeight, filterWidth, channels, features],
    output: [images, Math.ceil(height / stride), Math.ceil(width / stride), features],
  };
}

function halfOnBothSides(extent: number): [number, number] {
  return [extent >> 1, extent >> 1];
}

/** Returns the input as the kernel sees it: a view, or a padded copy. */
export function planInput({ input, padding }: ConvolutionPlan, x: tf.Tensor): tf.Tensor {
  const viewed = tf.reshape(x, input);
  return padding === undefined ? viewed : tf.pad(viewed, padding);
}

/** Convolves what {@linkcode planInput} returned; the result has the shape that the caller sees. */
export function planForward(
  { kernel, filter: shape, result }: ConvolutionPlan,
  input: tf.Tensor,
  filter: tf.Tensor,
): tf.Tensor5D {
  return tf.reshape(convolve(kernel, input, tf.reshape(filter, shape)), result);
}

/**
 * Computes the gradient of the filter, which has the shape `filterShape`, from the result's
 * gradient `dy`.
 */
export function planFilterGradient(
  { kernel, filter, output }: ConvolutionPlan,
  input: tf.Tensor,
  filterShape: Shape5,
  dy: tf.Tensor,
): tf.Tensor {
  const gradient = convolveFilterGradient(kernel, input, filter, tf.reshape(dy, output));
  return tf.reshape(gradient, filterShape);
}

/**
 * Computes the gradient of `x`, which has the shape `inputShape`, from the result's gradient `dy`.
 */
export function planInputGradient(
  { kernel, filter: shape, input, output, padding }: ConvolutionPlan,
  filter: tf.Tensor,
  inputShape: Shape5,
  dy: tf.Tensor,
): tf.Tensor5D {
  const padded = input.map((extent, axis) => {
    const [before, after] = padding?.[axis] ?? [0, 0];
    return extent + before + after;
  });
  const gradient = convolveInputGradient(
    kernel,
    padded,
    tf.reshape(weightForGradient(filter, dy, dy.size / dy.shape.at(-1)!), shape),
    tf.reshape(dy, output),
  );
  const unpadded = padding === undefined
    ? gradient
    : tf.slice(gradient, padding.map(([before]) => before), input);
  return tf.reshape(unpadded, inputShape);
}

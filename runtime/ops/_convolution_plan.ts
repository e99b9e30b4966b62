import { tf } from "../tfjs.ts";
import {
  convolve,
  convolveFilterGradient,
  convolveInputGradient,
  type Kernel,
} from "./_convolution_kernels.ts";
import { weightForGradient } from "./_weight_for_gradient.ts";

/** Shapes under which the kernel sees its tensors, and what is padded. */
export interface ConvolutionPlan {
  readonly kernel: Kernel;
  readonly input: number[];
  readonly filter: number[];
  readonly output: number[];
  readonly padding: [number, number][] | undefined;
  /** The output's shape as the caller sees it. */
  readonly result: Shape5;
}

/** Of a clip, or of a filter. */
export type Shape5 = [number, number, number, number, number];

/** @throws {RangeError} for an even kernel extent */
export function planConvolution(
  inputShape: Shape5,
  filterShape: Shape5,
  stride: number,
): ConvolutionPlan {
  const [batch, frames, height, width, channels] = inputShape;
  const [depth, rows, columns, , features] = filterShape;
  if ([depth, rows, columns].some((extent) => extent % 2 === 0)) {
    throw new RangeError(
      `Cannot convolve as 'filter' must have odd extents: current shape is [${filterShape}]`,
    );
  }
  const low = Math.ceil(height / stride);
  const narrow = Math.ceil(width / stride);
  const result: Shape5 = [batch, frames, low, narrow, features];
  // SAME pads as PyTorch does only at stride 1; a kernel of one value needs none.
  const padding = stride === 1 || depth * rows * columns === 1
    ? undefined
    : [depth, rows, columns, 1].map((extent): [number, number] => [extent >> 1, extent >> 1]);
  if (rows === 1 && columns === 1 && stride === 1) {
    const pixels = depth === 1
      ? [batch * frames * height * width]
      : [batch, frames, height * width];
    return {
      kernel: { rank: depth === 1 ? 2 : 4, stride },
      input: [...pixels, channels],
      filter: depth === 1 ? [channels, features] : [depth, 1, channels, features],
      output: [...pixels, features],
      padding,
      result,
    };
  }
  if (depth === 1) {
    return {
      kernel: { rank: 4, stride },
      input: [batch * frames, height, width, channels],
      filter: [rows, columns, channels, features],
      output: [batch * frames, low, narrow, features],
      padding,
      result,
    };
  }
  return {
    kernel: { rank: 5, stride },
    input: inputShape,
    filter: filterShape,
    output: result,
    padding: padding && [[0, 0], ...padding],
    result,
  };
}

/** The input as the kernel sees it: a view, or a padded copy. */
export function planInput({ input, padding }: ConvolutionPlan, x: tf.Tensor): tf.Tensor {
  const viewed = tf.reshape(x, input);
  return padding === undefined ? viewed : tf.pad(viewed, padding);
}

/** The convolution of what {@link planInput} gave, in the shape the caller sees. */
export function planForward(
  { kernel, filter: shape, result }: ConvolutionPlan,
  input: tf.Tensor,
  filter: tf.Tensor,
): tf.Tensor5D {
  return tf.reshape(convolve(kernel, input, tf.reshape(filter, shape)), result);
}

/** From the gradient of the result to that of the filter, which has the shape `filterShape`. */
export function planFilterGradient(
  { kernel, filter, output }: ConvolutionPlan,
  input: tf.Tensor,
  filterShape: Shape5,
  dy: tf.Tensor,
): tf.Tensor {
  const gradient = convolveFilterGradient(kernel, input, filter, tf.reshape(dy, output));
  return tf.reshape(gradient, filterShape);
}

/** From the gradient of the result to that of `x`, which has the shape `inputShape`. */
export function planInputGradient(
  { kernel, filter: shape, input, output, padding }: ConvolutionPlan,
  filter: tf.Tensor,
  inputShape: Shape5,
  dy: tf.Tensor,
): tf.Tensor5D {
  const padded = padding === undefined
    ? input
    : input.map((extent, axis) => extent + padding[axis]![0] + padding[axis]![1]);
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

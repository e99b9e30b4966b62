import { tf } from "../tfjs.ts";
import {
  convolve,
  convolveFilterGradient,
  convolveInputGradient,
  type Kernel,
} from "./_convolution_kernels.ts";
import { differentiable } from "./_differentiable.ts";

/** Options for {@link convolution}. */
export interface ConvolutionOptions {
  /** Step between output pixels; frames are never skipped. @default 1 */
  readonly stride?: number;
  /** Whether the input gets a gradient: a network's first layer saves that work. @default true */
  readonly inputGradient?: boolean;
}

/**
 * Convolution over frames, height and width, zero-padded by half the kernel on every side as in
 * PyTorch (`padding = kernel // 2`).
 *
 * A kernel over one frame runs as a 2D convolution of all frames, a kernel over one pixel as a 2D
 * convolution over (frames, pixels), a 1×1×1 kernel as one matrix product: reshapes are free, and
 * these are faster than or as fast as the 3D convolution.
 *
 * @param x [batch, frames, height, width, channels in]
 * @param filter [frames, height, width, channels in, channels out], odd extents
 * @returns [batch, frames, ⌈height / stride⌉, ⌈width / stride⌉, channels out]
 * @throws {RangeError} for an even kernel extent
 */
export function convolution(
  x: tf.Tensor5D,
  filter: tf.Tensor5D,
  { stride = 1, inputGradient = true }: ConvolutionOptions = {},
): tf.Tensor5D {
  if (filter.shape.slice(0, 3).some((extent) => extent % 2 === 0)) {
    throw new RangeError(
      `Cannot convolve as 'filter' must have odd extents: current shape is [${filter.shape}]`,
    );
  }
  const plan = planOf(x.shape, filter.shape, stride);
  const { kernel, padding } = plan;
  return differentiable<tf.Tensor5D>(inputGradient ? [x, filter] : [filter], (save) => {
    const viewed = tf.reshape(x, plan.input);
    const padded = padding === undefined ? viewed : tf.pad(viewed, padding);
    const viewedFilter = tf.reshape(filter, plan.filter);
    save([padded, viewedFilter]);
    return {
      value: tf.reshape<tf.Rank.R5>(convolve(kernel, padded, viewedFilter), plan.result),
      gradients: (dy, saved) => {
        const [padded, viewedFilter] = saved as [tf.Tensor, tf.Tensor];
        const viewedGradient = tf.reshape(dy, plan.output);
        const forFilter = tf.reshape(
          convolveFilterGradient(kernel, padded, plan.filter, viewedGradient),
          filter.shape,
        );
        if (!inputGradient) return [forFilter];
        const forPadded = convolveInputGradient(kernel, padded.shape, viewedFilter, viewedGradient);
        const forView = padding === undefined
          ? forPadded
          : tf.slice(forPadded, padding.map(([before]) => before), plan.input);
        return [tf.reshape(forView, x.shape), forFilter];
      },
    };
  });
}

/** Shapes under which the kernel sees its tensors, and what is padded. */
interface Plan {
  readonly kernel: Kernel;
  readonly input: number[];
  readonly filter: number[];
  readonly output: number[];
  readonly padding: [number, number][] | undefined;
  /** The output's shape as the caller sees it. */
  readonly result: Shape5;
}

type Shape5 = [number, number, number, number, number];

function planOf(inputShape: Shape5, filterShape: Shape5, stride: number): Plan {
  const [batch, frames, height, width, channels] = inputShape;
  const [depth, rows, columns, , features] = filterShape;
  const [low, narrow] = [Math.ceil(height / stride), Math.ceil(width / stride)];
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

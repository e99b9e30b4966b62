import { device } from "../device.ts";
import { attr, type OpAttribute } from "../ffi/attributes.ts";
import { FusedKernel, type KernelOutput } from "../fused_kernel.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { after } from "./_after.ts";
import { FLOAT } from "./_differentiable.ts";
import { matrixMultiply } from "./_matrix_multiply.ts";

/**
 * One convolution as TensorFlow runs it: over matrices (a 1×1×1 kernel), images or volumes.
 */
export interface ConvolutionKernel {
  /** Rank of its tensors: 2 for matrices, 4 for images, 5 for volumes. */
  readonly rank: 2 | 4 | 5;
  /** Step along each axis between batch and channels; empty for matrices. */
  readonly strides: readonly number[];
}

/** Convolves `input`, which must be padded already if a stride is above 1. */
export function convolve(
  kernel: ConvolutionKernel,
  input: tf.Tensor,
  filter: tf.Tensor,
): tf.Tensor {
  if (kernel.rank === 2) return matrixMultiply(input, filter);
  const name = kernel.rank === 4 ? "Conv2D" : "Conv3D";
  return nativeOp(name, attributes(kernel), [input, filter], 1)[0];
}

/** Computes the gradient of `convolve` for its input, which has the shape `inputShape`. */
export function convolveInputGradient(
  kernel: ConvolutionKernel,
  inputShape: number[],
  filter: tf.Tensor,
  outputGradient: tf.Tensor,
): tf.Tensor {
  if (kernel.rank === 2) return matrixMultiply(outputGradient, filter, { transposeRight: true });
  const sizes = tf.tensor1d(inputShape, "int32");
  const inputs = [sizes, filter, outputGradient];
  if (kernel.rank === 4) return nativeOp("Conv2DBackpropInput", attributes(kernel), inputs, 1)[0];
  const attributesOfShape = [...attributes(kernel), attr.type("Tshape", "int32")];
  return nativeOp("Conv3DBackpropInputV2", attributesOfShape, inputs, 1)[0];
}

/** Computes the gradient of `convolve` for its filter, which has the shape `filterShape`. */
export function convolveFilterGradient(
  kernel: ConvolutionKernel,
  input: tf.Tensor,
  filterShape: number[],
  outputGradient: tf.Tensor,
): tf.Tensor {
  if (kernel.rank === 2) return matrixMultiply(input, outputGradient, { transposeLeft: true });
  if (kernel.rank === 4) {
    const shape = filterShape as Shape4;
    if (device().kind === "cpu" && shape[2] >= CHANNELS_FOR_PRODUCTS) {
      return filterGradientByProducts(kernel.strides, input, shape, outputGradient as tf.Tensor4D);
    }
  }
  if (kernel.rank === 5 && input.shape[1]! < filterShape[0]!) {
    return filterGradientByFrames(input as tf.Tensor5D, filterShape as Shape5, outputGradient);
  }
  const name = kernel.rank === 4 ? "Conv2DBackpropFilter" : "Conv3DBackpropFilterV2";
  const sizes = tf.tensor1d(filterShape, "int32");
  return nativeOp(name, attributes(kernel), [input, sizes, outputGradient], 1)[0];
}

/** Of images [images, height, width, channels], or of a 2D filter [height, width, in, out]. */
type Shape4 = [number, number, number, number];

/** Of volumes [videos, frames, height, width, channels], or of a 3D filter. */
type Shape5 = [number, number, number, number, number];

/**
 * Computes the gradient of a filter that is longer than the video, at stride 1, frame by frame of the
 * filter. TensorFlow's own kernel, oneDNN's, leaves parts of it unwritten in bfloat16: they hold what
 * was in memory before.
 */
function filterGradientByFrames(
  input: tf.Tensor5D,
  [filterFrames, ...imageFilter]: Shape5,
  outputGradient: tf.Tensor,
): tf.Tensor {
  const frames = input.shape[1];
  const gradients = Array.from({ length: filterFrames }, (_, position) => {
    // How much later than the output frame the input frame is that this part of the filter meets.
    const later = position - (filterFrames >> 1);
    const count = frames - Math.abs(later);
    if (count <= 0) return tf.zeros(imageFilter);
    const images = framesOf(input, Math.max(0, later), count);
    const gradient = framesOf(outputGradient, Math.max(0, -later), count);
    return convolveFilterGradient({ rank: 4, strides: [1, 1] }, images, imageFilter, gradient);
  });
  return tf.stack(gradients);
}

/** Returns some frames of videos as images. */
function framesOf(videos: tf.Tensor, start: number, count: number): tf.Tensor4D {
  const [, , ...image] = videos.shape as Shape5;
  const part = tf.slice(videos, [0, start, 0, 0, 0], [-1, count, -1, -1, -1]);
  return tf.reshape(part, [-1, ...image]);
}

/**
 * Number of input channels from which the processor computes a 2D filter's gradient by one matrix
 * product for each position of the filter. oneDNN's own kernel is up to ten times slower on small images with
 * many channels, and faster on large images with few.
 */
const CHANNELS_FOR_PRODUCTS = 256;

function filterGradientByProducts(
  [rowStride = 1, columnStride = 1]: readonly number[],
  input: tf.Tensor,
  [filterHeight, filterWidth, channels, features]: Shape4,
  outputGradient: tf.Tensor4D,
): tf.Tensor {
  const [, outputHeight, outputWidth] = outputGradient.shape;
  const gradient = tf.reshape(outputGradient, [-1, features]);
  // Otherwise a compiled function would run im2col of all layers in the forward pass, and keep the
  // results.
  const images = after(input, gradient);
  const geometry = {
    filterHeight,
    filterWidth,
    rowStride,
    columnStride,
    outputHeight,
    outputWidth,
  };
  const blocks = im2colKernel(geometry).run(images);
  const products = blocks.map((block) =>
    matrixMultiply<tf.Tensor>(block, gradient, { transposeLeft: true })
  );
  return tf.reshape(tf.stack(products), [filterHeight, filterWidth, channels, features]);
}

interface Im2colGeometry {
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly outputHeight: number;
  readonly outputWidth: number;
}

const im2colKernels = new Map<string, FusedKernel<[images: tf.Tensor], tf.Tensor[]>>();

/**
 * Returns the kernel that computes im2col in blocks: for each position of the filter, the pixel
 * that it meets for each output pixel, [images · output height · output width, channels]. If the
 * stride is above 1, the images must be padded already.
 */
function im2colKernel(geometry: Im2colGeometry): FusedKernel<[images: tf.Tensor], tf.Tensor[]> {
  const key = JSON.stringify(geometry);
  let kernel = im2colKernels.get(key);
  if (kernel === undefined) {
    const positions = geometry.filterHeight * geometry.filterWidth;
    const outputs = new Array<KernelOutput>(positions).fill("operand");
    kernel = new FusedKernel("im2col", outputs, (images) => im2colBlocks(images, geometry));
    im2colKernels.set(key, kernel);
  }
  return kernel;
}

function im2colBlocks(
  images: tf.Tensor,
  { filterHeight, filterWidth, rowStride, columnStride, outputHeight, outputWidth }: Im2colGeometry,
): tf.Tensor[] {
  const [count, , , channels] = images.shape as Shape4;
  const isPadded = rowStride > 1 || columnStride > 1;
  const top = isPadded ? 0 : filterHeight >> 1;
  const left = isPadded ? 0 : filterWidth >> 1;
  const padded = tf.pad(images, [[0, 0], [top, top], [left, left], [0, 0]]);
  return Array.from({ length: filterHeight * filterWidth }, (_, position) => {
    const row = Math.floor(position / filterWidth);
    const column = position % filterWidth;
    const begin = [0, row, column, 0];
    const end = [
      count,
      row + (outputHeight - 1) * rowStride + 1,
      column + (outputWidth - 1) * columnStride + 1,
      channels,
    ];
    const pixels = tf.stridedSlice(padded, begin, end, [1, rowStride, columnStride, 1]);
    return tf.reshape(pixels, [-1, channels]);
  });
}

/**
 * Returns the attributes of all three ops. SAME pads symmetrically only at stride 1 (with odd
 * kernels), and with EXPLICIT padding the gradients do not use oneDNN's kernels: at larger strides
 * the input must therefore be padded already.
 */
function attributes({ rank, strides }: ConvolutionKernel): OpAttribute[] {
  const isStrided = strides.some((stride) => stride > 1);
  const padding = attr.string("padding", isStrided ? "VALID" : "SAME");
  if (rank === 4) {
    return [
      FLOAT,
      padding,
      attr.ints("strides", [1, ...strides, 1]),
      attr.ints("dilations", [1, 1, 1, 1]),
      attr.ints("explicit_paddings", []),
      attr.string("data_format", "NHWC"),
      attr.bool("use_cudnn_on_gpu", true),
    ];
  }
  return [
    FLOAT,
    padding,
    attr.ints("strides", [1, ...strides, 1]),
    attr.ints("dilations", [1, 1, 1, 1, 1]),
    attr.string("data_format", "NDHWC"),
  ];
}

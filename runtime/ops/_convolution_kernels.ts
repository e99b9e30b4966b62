import { attr, type OpAttribute } from "../ffi/attributes.ts";
import { FusedKernel, type KernelOutput } from "../fused_kernel.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
import { after } from "./_after.ts";
import { FLOAT } from "./_differentiable.ts";
import { matrixMultiply } from "./_matrix_multiply.ts";

/**
 * One convolution as TensorFlow runs it: over matrices (a 1×1×1 kernel), images or volumes, told
 * apart by the rank of the tensors.
 */
export interface Kernel {
  readonly rank: 2 | 4 | 5;
  readonly stride: number;
}

/** Convolves `input`, already padded when the stride is above 1. */
export function convolve(kernel: Kernel, input: tf.Tensor, filter: tf.Tensor): tf.Tensor {
  if (kernel.rank === 2) return matrixMultiply(input, filter);
  return nativeOp(
    kernel.rank === 4 ? "Conv2D" : "Conv3D",
    attributes(kernel),
    [input, filter],
    1,
  )[0]!;
}

/** The gradient of `convolve` for its input, which has the shape `inputShape`. */
export function convolveInputGradient(
  kernel: Kernel,
  inputShape: number[],
  filter: tf.Tensor,
  outputGradient: tf.Tensor,
): tf.Tensor {
  if (kernel.rank === 2) return matrixMultiply(outputGradient, filter, { transposeRight: true });
  const sizes = tf.tensor1d(inputShape, "int32");
  const inputs = [sizes, filter, outputGradient];
  return kernel.rank === 4
    ? nativeOp("Conv2DBackpropInput", attributes(kernel), inputs, 1)[0]!
    : nativeOp(
      "Conv3DBackpropInputV2",
      [...attributes(kernel), attr.type("Tshape", "int32")],
      inputs,
      1,
    )[0]!;
}

/** The gradient of `convolve` for its filter, which has the shape `filterShape`. */
export function convolveFilterGradient(
  kernel: Kernel,
  input: tf.Tensor,
  filterShape: number[],
  outputGradient: tf.Tensor,
): tf.Tensor {
  if (kernel.rank === 2) return matrixMultiply(input, outputGradient, { transposeLeft: true });
  if (kernel.rank === 4 && filterShape[2]! >= CHANNELS_FOR_PRODUCTS) {
    return filterGradientByProducts(kernel.stride, input, filterShape, outputGradient);
  }
  const name = kernel.rank === 4 ? "Conv2DBackpropFilter" : "Conv3DBackpropFilterV2";
  const sizes = tf.tensor1d(filterShape, "int32");
  return nativeOp(name, attributes(kernel), [input, sizes, outputGradient], 1)[0]!;
}

/**
 * Input channels from which a 2D filter's gradient is computed by one matrix product for each of the
 * filter's places: oneDNN's own kernel is up to ten times slower than that on small images of many
 * channels, and faster on large images of few.
 */
const CHANNELS_FOR_PRODUCTS = 256;

function filterGradientByProducts(
  stride: number,
  input: tf.Tensor,
  [rows, columns, channels, features]: number[],
  outputGradient: tf.Tensor,
): tf.Tensor {
  const [, height, width] = outputGradient.shape;
  const gradient = tf.reshape(outputGradient, [-1, features!]);
  // A compiled function would gather the taps of all layers in the forward pass, and keep them.
  const images = after(input, gradient);
  const taps = tapsKernel([rows!, columns!, stride, height!, width!]).run(images);
  const products = taps.map((tap) => matrixMultiply(tap, gradient, { transposeLeft: true }));
  return tf.reshape(tf.stack(products), [rows!, columns!, channels!, features!]);
}

/** Rows and columns of the filter, stride, height and width of the output. */
type TapGeometry = [number, number, number, number, number];

const tapsKernels = new Map<string, FusedKernel>();

/**
 * From images to the pixels that each place of the filter meets, [images · height · width, channels]
 * each. Images come padded when the stride is above 1.
 */
function tapsKernel([rows, columns, stride, height, width]: TapGeometry): FusedKernel {
  const key = `${[rows, columns, stride, height, width]}`;
  let kernel = tapsKernels.get(key);
  if (kernel === undefined) {
    kernel = new FusedKernel(
      "taps",
      new Array<KernelOutput>(rows * columns).fill("operand"),
      (images) => {
        const [count, , , channels] = images!.shape as [number, number, number, number];
        const [top, left] = stride === 1 ? [rows >> 1, columns >> 1] : [0, 0];
        const padded = tf.pad(images!, [[0, 0], [top, top], [left, left], [0, 0]]);
        return Array.from({ length: rows * columns }, (_, place) => {
          const row = Math.floor(place / columns);
          const column = place % columns;
          const begin = [0, row, column, 0];
          const end = [
            count,
            row + (height - 1) * stride + 1,
            column + (width - 1) * stride + 1,
            channels,
          ];
          const tap = tf.stridedSlice(padded, begin, end, [1, stride, stride, 1]);
          return tf.reshape(tap, [-1, channels]);
        });
      },
    );
    tapsKernels.set(key, kernel);
  }
  return kernel;
}

/**
 * SAME is symmetric at stride 1 under odd kernels; at larger strides it is not, and EXPLICIT padding
 * leaves oneDNN in the gradients, so there the input comes padded.
 */
function attributes({ rank, stride }: Kernel): OpAttribute[] {
  const padding = attr.string("padding", stride === 1 ? "SAME" : "VALID");
  return rank === 4
    ? [
      FLOAT,
      padding,
      attr.ints("strides", [1, stride, stride, 1]),
      attr.ints("dilations", [1, 1, 1, 1]),
      attr.ints("explicit_paddings", []),
      attr.string("data_format", "NHWC"),
      attr.bool("use_cudnn_on_gpu", true),
    ]
    : [
      FLOAT,
      padding,
      attr.ints("strides", [1, 1, stride, stride, 1]),
      attr.ints("dilations", [1, 1, 1, 1, 1]),
      attr.string("data_format", "NDHWC"),
    ];
}

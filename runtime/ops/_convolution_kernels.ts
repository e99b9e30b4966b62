import { attr, type OpAttribute } from "../attributes.ts";
import { nativeOp } from "../native_op.ts";
import { tf } from "../tfjs.ts";
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
  const name = kernel.rank === 4 ? "Conv2DBackpropFilter" : "Conv3DBackpropFilterV2";
  const sizes = tf.tensor1d(filterShape, "int32");
  return nativeOp(name, attributes(kernel), [input, sizes, outputGradient], 1)[0]!;
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

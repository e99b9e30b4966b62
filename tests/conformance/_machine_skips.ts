import { attr, deviceInUse, nativeOp, TensorFlowError, tf } from "../../runtime/mod.ts";
import type { SkippedSpecs } from "./_skipped_specs.ts";

const DILATED: SkippedSpecs = {
  reason:
    "Skipped by tfjs-node too: no dilated depthwise convolution but oneDNN's, not in use here",
  suites: {
    depthwiseConv2D: [
      "input=1x3x3x1,f=2,s=1,d=2,p=valid,chMul=1",
      "input=1x5x5x1,f=3,s=1,d=2,p=valid,chMul=1",
      "input=1x5x5x1,f=2,s=1,d=4,p=valid,chMul=1",
      "input=1x3x3x2,f=2,s=1,d=2,p=same,chMul=1",
      "input=1x3x3x4,f=3,s=1,d=2,p=same,chMul=1",
      "input=2x3x3x2,f=2,s=1,d=2,p=same,chMul=2",
      "input=2x3x3x2,f=3,s=1,d=2,p=same,chMul=2",
      "input=1x8x8x2,f=3,s=1,d=3,p=valid,chMul=1",
    ],
    separableConv2d: ["input=1x4x4x1,f=2,s=1,d=2,p=valid,chMul=1,outDepth=2"],
  },
};

/** A spec that tfjs-node does not skip. */
const DILATED_ERROR: SkippedSpecs = {
  reason: "TensorFlow refuses the forward op, where the spec awaits tfjs's refusal of its gradient",
  suites: { "depthwiseConv2d gradients": ["throws error on dilations > 1"] },
};

const CHANNELS_FIRST: SkippedSpecs = {
  reason: "Skipped by tfjs-node too: no convolution takes channels first but oneDNN's and a GPU's",
  suites: {
    conv2d: [
      "x=[2,1,2,2] f=[1,1,1,1] s=1 d=1 p=0 NCHW",
      "x=[1,2,2] f=[2,2,1,1] s=1 d=1 p=same NCHW",
      "x=[1,2,2] f=[2,2,1,1] s=1 d=1 p=explicit NCHW",
      "x=[2,2,2] f=[2,2,2,1] s=1 d=1 p=same NCHW",
      "x=[2,1,2,2] f=[2,2,1,1] s=1 d=1 p=same NCHW",
      "gradient x=[1,1,3,3] f=[2,2,1,1] s=1 p=0 NCHW",
      "gradient x=[2,1,3,3] f=[2,2,1,1] s=1 p=0 NCHW",
    ],
  },
};

const WEIGHTED_COUNTS: SkippedSpecs = {
  reason: "There is no GPU kernel for counts with weights",
  suites: {
    bincount: ["with 1d float weights.", "with 1d float weights and number out of range."],
  },
};

const EXPONENTIAL: SkippedSpecs = {
  reason: "A GPU's exponential function of 10 is off by 5e-8, more than the spec allows",
  suites: { exp: ["int32"] },
};

/**
 * Returns the specs that are skipped because this machine lacks the kernels, or has others:
 * TensorFlow uses oneDNN's only on processors with instructions for neural networks (AVX-512 VNNI or
 * later), or with `TF_ENABLE_ONEDNN_OPTS=1`. One op each is tried to find out.
 */
export function machineSkips(): SkippedSpecs[] {
  const skips: SkippedSpecs[] = [];
  if (!convolves("DepthwiseConv2dNative", "NHWC", 2)) skips.push(DILATED, DILATED_ERROR);
  if (!convolves("Conv2D", "NCHW", 1)) skips.push(CHANNELS_FIRST);
  if (deviceInUse()?.kind === "gpu") skips.push(WEIGHTED_COUNTS, EXPONENTIAL);
  return skips;
}

/** Returns whether TensorFlow can convolve one channel of 4 × 4 by 2 × 2 this way. */
function convolves(op: string, dataFormat: "NHWC" | "NCHW", dilation: number): boolean {
  /** Batch, height, width and channels in the order of the format. */
  const ordered = (height: number, width: number) =>
    dataFormat === "NHWC" ? [1, height, width, 1] : [1, 1, height, width];
  const attributes = [
    attr.type("T", "float32"),
    attr.ints("strides", [1, 1, 1, 1]),
    attr.ints("dilations", ordered(dilation, dilation)),
    attr.string("padding", "VALID"),
    attr.string("data_format", dataFormat),
  ];
  try {
    tf.tidy(() => nativeOp(op, attributes, [tf.ones(ordered(4, 4)), tf.ones([2, 2, 1, 1])], 1));
    return true;
  } catch (error) {
    if (error instanceof TensorFlowError) return false;
    throw error;
  }
}

import type { SkippedSpecs } from "./_skipped_specs.ts";

const TOO = "Skipped by tfjs-node too";

/**
 * The specs of tfjs-core that are skipped on every machine. tfjs-node skips all of them too
 * (src/run_tests.ts at tag tfjs-v4.22.0), and others that pass here.
 */
export const SKIPPED: readonly SkippedSpecs[] = [
  {
    reason: `${TOO}: it has no kernel for the op`,
    suites: {
      bitwiseAnd: ["a bitwiseAnd b"],
      denseBincount: {
        allBut: [
          "throws error for non int x tensor.",
          "throws error if size is negative.",
          "throws error when shape is different for 1d.",
          "throws error when shape is different for 2d.",
        ],
      },
      "image.transform": {
        allBut: ["throws when input is int32.", "throws when transforms is int32."],
      },
      lowerBound: "all",
      maxPoolWithArgmax: {
        allBut: ["throws when x is not rank 4", "throws when passed a non-tensor"],
      },
      raggedGather: "all",
      raggedRange: "all",
      raggedTensorToTensor: "all",
      searchSorted: "all",
      sparseFillEmptyRows: "all",
      sparseReshape: "all",
      sparseSegmentMean: {
        allBut: [
          "0 dimensional input invalid",
          "throw error if indices has invalid rank",
          "throw error if segments has invalid rank",
        ],
      },
      sparseSegmentSum: {
        allBut: ["0 dimensional input invalid", "indices invalid rank", "segments invalid rank"],
      },
      stringNGrams: "all",
      stringSplit: "all",
      stringToHashBucketFast: {
        allBut: ["throw error if negative buckets", "throw error if zero buckets"],
      },
      upperBound: "all",
    },
  },
  {
    reason:
      `${TOO}: its kernels of pooling and transposed convolution refuse padding given in numbers`,
    suites: {
      avgPool: [
        "x=[3,3,1] f=[3,3] s=1 p=explicit",
        "x=[2,2,3] f=[2,2] s=3 p=1 default dimRoundingMode",
        "x=[2,2,3] f=[1,1] s=2 p=1 dimRoundingMode=floor",
        "x=[2,2,3] f=[2,2] s=3 p=1 dimRoundingMode=floor",
        "x=[2,2,3] f=[2,2] s=3 p=1 dimRoundingMode=round",
        "x=[2,2,3] f=[2,2] s=3 p=1 dimRoundingMode=ceil",
        "gradient x=[3,3,1] f=[3,3] s=1 p=explicit",
      ],
      avgPool3d: [
        "x=[1,2,2,2,1] f=[2,2,2] s=1 p=1 roundingMode=floor",
        "x=[1,1,1,1,1] f=[2,2,2] s=1 p=2",
      ],
      maxPool: [
        "x=[3,3,1] f=[3,3] s=1 p=explicit",
        "x=[2,2,3] f=[2,2] s=3 p=1 default dimRoundingMode",
        "x=[2,2,3] f=[1,1] s=2 p=1 dimRoundingMode=floor",
        "x=[2,2,3] f=[2,2] s=3 p=1 dimRoundingMode=floor",
        "x=[2,2,3] f=[2,2] s=3 p=1 dimRoundingMode=round",
        "x=[2,2,3] f=[2,2] s=3 p=1 dimRoundingMode=ceil",
      ],
      maxPoolBackprop: ["gradient x=[3,3,1] f=3 s=1 p=explicit"],
      maxPool3d: ["x=[1,2,2,2,1] f=[2,2,2] s=1 p=1 roundingMode=floor"],
      pool: [
        "max x=[3,3,1] f=[3,3] s=1 d=1 p=explicit",
        "max x=[3,3,1] f=[3,3] s=3 d=1 p=explicit defualt dimRoundingMode",
        "max x=[3,3,1] f=[3,3] s=3 d=1 p=explicit dimRoundingMode=floor",
        "max x=[3,3,1] f=[3,3] s=3 d=1 p=explicit dimRoundingMode=round",
        "max x=[3,3,1] f=[3,3] s=3 d=1 p=explicit dimRoundingMode=ceil",
        "max x=[2,2,3] f=[1,1] s=2 p=1 fractional outputs default rounding",
        "avg x=[3,3,1] f=[3,3] s=1 d=1 p=explicit",
        "avg x=[3,3,1] f=[3,3] s=3 d=1 p=explicit defualt dimRoundingMode",
        "avg x=[3,3,1] f=[3,3] s=3 d=1 p=explicit dimRoundingMode=floor",
        "avg x=[3,3,1] f=[3,3] s=3 d=1 p=explicit dimRoundingMode=round",
        "avg x=[3,3,1] f=[3,3] s=3 d=1 p=explicit dimRoundingMode=ceil",
        "avg x=[2,2,3] f=[1,1] s=2 p=1 fractional outputs default rounding",
      ],
      conv2dTranspose: [
        "input=3x3x1,d2=1,f=2,s=2,p=explicit",
        "gradient input=[1,3,3,1] f=[2,2,2,1] s=[1,1] p=explicit",
      ],
    },
  },
  {
    reason: `${TOO}: its kernel of fused convolution refuses channels first`,
    suites: {
      "fused conv2d": [
        "basic in NCHW",
        "basic in NCHW with scalar bias",
        "basic in NCHW with 1-D bias",
        "basic in NCHW with bias and multiple batches",
        "basic in NCHW with scalar PReLU actiavation",
        "basic in NCHW with 1-D PReLU actiavation",
        "basic in NCHW with 3-D PReLU actiavation",
        "basic in NCHW with full 3-D PReLU actiavation",
        "im2row in NCHW",
        "im2row in NCHW with scalar bias",
        "im2row in NCHW with 1-D bias",
        "im2row in NCHW with scalar PReLU actiavation weights",
        "im2row in NCHW with 1-D PReLU actiavation weights",
        "im2row in NCHW with 3-D PReLU actiavation weights",
        "im2row in NCHW with full 3-D PReLU actiavation weights",
        "batch in NCHW",
        "batch in NCHW with scalar bias",
        "batch in NCHW with 1-D bias",
        "batch in NCHW with scalar PReLU actiavation weights",
        "batch in NCHW with 1-D PReLU actiavation weights",
        "batch in NCHW with 3-D PReLU actiavation weights",
        "batch in NCHW with full 3-D PReLU actiavation weights",
      ],
    },
  },
  {
    reason:
      `${TOO}: TensorFlow refuses a window larger than its input, for which tfjs returns a tensor without elements (tensorflow/tensorflow#58758)`,
    suites: {
      avgPool3d: ["x=[1,1,1,1,1] f=[1,1,3] s=1 p=valid"],
    },
  },
  {
    reason: `${TOO}: TensorFlow refuses the shapes: 'same' at stride 1 makes no 8 x 8 of 4 x 4`,
    suites: {
      conv2dTranspose: ["input=8x8x8,output=4x4x8,f=8,s=1,inDepth=8,p=same vec4"],
    },
  },
  {
    reason:
      `${TOO}: TensorFlow needs indices of shape [n, 1] where the specs pass [n] (tensorflow/tfjs#806)`,
    suites: {
      scatterND: [
        "should work for 2d",
        "should work for simple 1d",
        "should work for multiple 1d",
        "should sum the duplicated indices",
        "should work for tensorLike input",
      ],
    },
  },
  {
    reason: `${TOO}: TensorFlow's op does not take this element type`,
    suites: {
      diag: ["bool"],
      greater: ["should support string comparison"],
      greaterEqual: ["should support string comparison"],
      less: ["should support string comparison"],
      lessEqual: ["should support string comparison"],
      leakyrelu: ["int32"],
      "step kernel": ["with int32 tensor"],
    },
  },
  {
    reason: `${TOO}: the sign of NaN is NaN in TensorFlow, 0 in tfjs`,
    suites: {
      sign: ["basic", "does not propagate NaNs", "accepts a tensor-like object"],
    },
  },
  {
    reason: `${TOO}: NaNs are different values in TensorFlow, the same value in tfjs`,
    suites: {
      unique: ["1d tensor with NaN and Infinity"],
    },
  },
  {
    reason:
      `${TOO}: at a tangent of 30144 two neighboring values of float32 are further apart than the tolerance of 0.001`,
    suites: {
      tan: ["numbers exceed float32 precision"],
    },
  },
  {
    reason: `${TOO}: TensorFlow computes what tfjs refuses`,
    suites: {
      einsum: [
        "2d matrix calculate trace: duplicate axes not implemented yet",
        "nonexistent dimension throws error",
      ],
    },
  },
  {
    reason: `${TOO}: TensorFlow's op continues a seed's random stream instead of starting it again`,
    suites: {
      multinomial: ["creates the same data given the same seed"],
    },
  },
];

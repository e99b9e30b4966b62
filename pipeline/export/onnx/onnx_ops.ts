import { elementType } from "./onnx_builder.ts";
import type { OnnxNode } from "./onnx_node.ts";

/** Writes an op of TensorFlow in ONNX's ops; returns the names of its outputs. */
type Conversion = (node: OnnxNode) => string | readonly string[];

/** The ops of the networks, each in ONNX's ops of {@linkcode OPERATORS_VERSION}. */
export const ONNX_OPS: Readonly<Record<string, Conversion>> = {
  Add: (node) => elementwise(node, "Add"),
  BatchMatMulV2: batchMatMul,
  BiasAdd: (node) => elementwise(node, "Add"),
  Cast: (node) => node.emit("Cast", [node.input(0)], { to: elementType(node.attribute("DstT")) }),
  ConcatV2: concat,
  Conv2D: convolution,
  Conv3D: convolution,
  Erf: (node) => node.emit("Erf", [node.input(0)]),
  Exp: (node) => node.emit("Exp", [node.input(0)]),
  ExpandDims: (node) => node.emit("Unsqueeze", [node.input(0), node.list(node.integers(1))]),
  GatherV2: gather,
  Greater: (node) => elementwise(node, "Greater"),
  MatMul: (node) =>
    node.emit("Gemm", [node.input(0), node.input(1)], {
      transA: Number(node.attribute("transpose_a")),
      transB: Number(node.attribute("transpose_b")),
    }),
  Max: (node) => reduction(node, "ReduceMax"),
  Maximum: (node) => elementwise(node, "Max"),
  MaxPool: maxPool,
  Mean: (node) => reduction(node, "ReduceMean"),
  Mul: (node) => elementwise(node, "Mul"),
  PadV2: pad,
  RealDiv: (node) => elementwise(node, "Div"),
  Relu: (node) => node.emit("Relu", [node.input(0)]),
  Reshape: (node) => node.emit("Reshape", [node.input(0), node.list(node.integers(1))]),
  Rsqrt: (node) => node.emit("Reciprocal", [node.emit("Sqrt", [node.input(0)])]),
  Slice: slice,
  Softmax: (node) => node.emit("Softmax", [node.input(0)], { axis: -1 }),
  SplitV: split,
  Square: (node) => node.emit("Mul", [node.input(0), node.input(0)]),
  Sub: (node) => elementwise(node, "Sub"),
  Sum: (node) => reduction(node, "ReduceSum"),
  Transpose: (node) => node.emit("Transpose", [node.input(0)], { perm: node.integers(1) }),
  Unpack: unpack,
};

/** Version of ONNX's ops: the first one in which all reductions take their axes as an input. */
export const OPERATORS_VERSION = 18;

/** As an end of a slice: that of the axis. */
const TO_THE_END = Number.MAX_SAFE_INTEGER;

function elementwise(node: OnnxNode, op: string): string {
  return node.emit(op, [node.input(0), node.input(1)]);
}

function reduction(node: OnnxNode, op: string): string {
  const keepdims = Number(node.attribute("keep_dims"));
  return node.emit(op, [node.input(0), node.list(node.integers(1))], { keepdims });
}

function batchMatMul(node: OnnxNode): string {
  const factor = (index: number, isTransposed: boolean) =>
    isTransposed
      ? node.emit("Transpose", [node.input(index)], { perm: [0, 2, 1] })
      : node.input(index);
  const left = factor(0, node.attribute("adj_x"));
  return node.emit("MatMul", [left, factor(1, node.attribute("adj_y"))]);
}

function concat(node: OnnxNode): string {
  const last = node.inputCount - 1;
  const parts = Array.from({ length: last }, (_, index) => node.input(index));
  return node.emit("Concat", parts, { axis: node.integer(last) });
}

/** A convolution: ONNX has channels before pixels, of clips and of filters. */
function convolution(node: OnnxNode): string {
  const rank = node.shape(0).length;
  const { toChannelsFirst, toChannelsLast } = permutations(rank);
  const clips = node.emit("Transpose", [node.input(0)], { perm: toChannelsFirst });
  const extents = Array.from({ length: rank - 2 }, (_, axis) => axis);
  const filter = node.emit("Transpose", [node.input(1)], {
    perm: [rank - 1, rank - 2, ...extents],
  });
  const kernel = node.shape(1).slice(0, -2);
  const before = kernel.map((extent) => node.attribute("padding") === "SAME" ? extent >> 1 : 0);
  const convolved = node.emit("Conv", [clips, filter], {
    kernel_shape: kernel,
    strides: inner(node.attribute("strides")),
    pads: [...before, ...before],
  });
  return node.emit("Transpose", [convolved], { perm: toChannelsLast });
}

/** Takes parts of one axis, which are known. */
function gather(node: OnnxNode): string {
  const inputs = [node.input(0), node.list(node.integers(1))];
  return node.emit("Gather", inputs, { axis: node.integer(2) });
}

function maxPool(node: OnnxNode): string {
  const { toChannelsFirst, toChannelsLast } = permutations(node.shape(0).length);
  const images = node.emit("Transpose", [node.input(0)], { perm: toChannelsFirst });
  const pooled = node.emit("MaxPool", [images], {
    kernel_shape: inner(node.attribute("ksize")),
    strides: inner(node.attribute("strides")),
  });
  return node.emit("Transpose", [pooled], { perm: toChannelsLast });
}

function permutations(rank: number) {
  const extents = Array.from({ length: rank - 2 }, (_, axis) => axis + 1);
  return {
    toChannelsFirst: [0, rank - 1, ...extents],
    toChannelsLast: [0, ...extents.map((axis) => axis + 1), 1],
  };
}

/** Returns what a list has for the axes between batch and channels. */
function inner(values: readonly number[]): readonly number[] {
  return values.slice(1, -1);
}

function pad(node: OnnxNode): string {
  const pairs = node.integers(1);
  const before = pairs.filter((_, index) => index % 2 === 0);
  const after = pairs.filter((_, index) => index % 2 === 1);
  return node.emit("Pad", [node.input(0), node.list([...before, ...after]), node.input(2)]);
}

function slice(node: OnnxNode): string {
  const begin = node.integers(1);
  const ends = node.integers(2).map((size, axis) => size === -1 ? TO_THE_END : begin[axis]! + size);
  return node.emit("Slice", [node.input(0), node.list(begin), node.list(ends)]);
}

function split(node: OnnxNode): string[] {
  const inputs = [node.input(0), node.list(node.integers(1))];
  const attributes = { axis: node.integer(2) };
  return node.emitAll("Split", inputs, { attributes, outputs: node.outputCount });
}

function unpack(node: OnnxNode): string[] {
  const axis: number = node.attribute("axis");
  const parts = node.emitAll("Split", [node.input(0)], {
    attributes: { axis, num_outputs: node.outputCount },
    outputs: node.outputCount,
  });
  return parts.map((part) => node.emit("Squeeze", [part, node.list([axis])]));
}

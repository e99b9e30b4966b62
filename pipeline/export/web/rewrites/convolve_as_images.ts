import { attr, type RecordedNode } from "../../../../runtime/mod.ts";
import type { FloatConstant, GraphIndex } from "./graph_index.ts";
import {
  attributeOf,
  floatConstant,
  floatNode,
  formOf,
  integerConstant,
  reshapeNodes,
} from "./new_nodes.ts";

/** `[frames, height, width, channels, features]`, or `[batch, frames, height, width, channels]`. */
type Shape5 = [number, number, number, number, number];

/**
 * Computes a convolution over frames and pixels as one over pixels alone: the frames that the filter
 * sees together lie behind each other as channels. The backends have no fast convolution over
 * volumes; by WebAssembly this one takes a twentieth of the time.
 */
export function convolveAsImages(
  node: RecordedNode,
  graph: GraphIndex,
): RecordedNode[] | undefined {
  if (node.op !== "Conv3D") return undefined;
  const filter = graph.floats(node, 1);
  const source = graph.input(node, 0);
  if (filter === undefined || source === undefined) return undefined;
  const [, , rowStep, columnStep] = attributeOf(node, "strides") as number[];
  const stacked = stackFrames(node, source, filter.shape[0]!);
  const images = floatConstant(`${node.name}/filter`, ...imageFilter(filter));
  const attributes = [
    attr.type("T", "float32"),
    attr.string("padding", attributeOf(node, "padding") as string),
    attr.ints("strides", [1, rowStep!, columnStep!, 1]),
    attr.ints("dilations", [1, 1, 1, 1]),
    attr.ints("explicit_paddings", []),
    attr.string("data_format", "NHWC"),
  ];
  const [, , height, width, features] = formOf(node).shape as Shape5;
  const convolved = floatNode(
    { name: `${node.name}/images`, op: "Conv2D", attributes },
    [-1, height, width, features],
    [stacked.at(-1)!, images],
  );
  const result = reshapeNodes(node.name, formOf(node).shape, convolved);
  return [...stacked, images, convolved, ...result];
}

/** `[frames, height, width, channels, features]` to `[height, width, frames × channels, features]`. */
function imageFilter({ shape, values }: FloatConstant): [number[], Float32Array<ArrayBuffer>] {
  const [frames, height, width, channels, features] = shape as Shape5;
  const block = channels * features;
  const moved = new Float32Array(values.length);
  for (let frame = 0; frame < frames; frame++) {
    for (let pixel = 0; pixel < height * width; pixel++) {
      const from = (frame * height * width + pixel) * block;
      moved.set(values.subarray(from, from + block), (pixel * frames + frame) * block);
    }
  }
  return [[height, width, frames * channels, features], moved];
}

/**
 * Puts the frames that a filter sees together behind each other as channels, for each frame of the
 * result: `[batch × frames, height, width, depth × channels]`, the last node.
 *
 * @param depth Frames that the filter covers.
 */
function stackFrames(node: RecordedNode, source: RecordedNode, depth: number): RecordedNode[] {
  const [, , height, width, channels] = formOf(source).shape as Shape5;
  const rows = rowsOf(node, source, depth);
  const parts = Array.from({ length: depth }, (_, frame) => {
    const taken = takeFrames(node, rows.at(-1)!, frame);
    return [...taken, ...reshapeNodes(`${node.name}/from_${frame}`, [-1, channels], taken.at(-1)!)];
  });
  const axis = integerConstant(`${node.name}/axis`, [], [1]);
  const attributes = [
    attr.int("N", depth),
    attr.type("T", "float32"),
    attr.type("Tidx", "int32"),
  ];
  const joined = floatNode(
    { name: `${node.name}/joined`, op: "ConcatV2", attributes },
    [-1, depth * channels],
    [...parts.map((part) => part.at(-1)!), axis],
  );
  const shape = [-1, height, width, depth * channels];
  const stacked = reshapeNodes(`${node.name}/stacked`, shape, joined);
  return [...rows, ...parts.flat(), axis, joined, ...stacked];
}

/** Makes each frame of the input one row, with rows of zeros around them: the last node. */
function rowsOf(node: RecordedNode, source: RecordedNode, depth: number): RecordedNode[] {
  const [batch, frames, height, width, channels] = formOf(source).shape as Shape5;
  const pixels = height * width * channels;
  const rows = reshapeNodes(`${node.name}/rows`, [batch, frames, pixels], source);
  // Such an input is padded already.
  if (attributeOf(node, "padding") === "VALID") return rows;
  const half = depth >> 1;
  const paddings = integerConstant(`${node.name}/paddings`, [3, 2], [0, 0, half, half, 0, 0]);
  const zero = floatConstant(`${node.name}/zero`, [], new Float32Array(1));
  const attributes = [attr.type("T", "float32"), attr.type("Tpaddings", "int32")];
  const padded = floatNode(
    { name: `${node.name}/padded`, op: "PadV2", attributes },
    [batch, frames + 2 * half, pixels],
    [rows[1], paddings, zero],
  );
  return [...rows, paddings, zero, padded];
}

/** In a mask of axes, those of batch and pixels: all of them are taken. */
const ALL_BUT_FRAMES = 0b101;

/** Takes the frame that one frame of the filter sees, for each frame of the result: the last node. */
function takeFrames(node: RecordedNode, rows: RecordedNode, first: number): RecordedNode[] {
  const [batch, , pixels] = formOf(rows).shape as [number, number, number];
  const [, count] = formOf(node).shape as Shape5;
  const [, step] = attributeOf(node, "strides") as [number, number];
  const name = `${node.name}/from_${first}`;
  const begin = integerConstant(`${name}/begin`, [3], [0, first, 0]);
  const end = integerConstant(`${name}/end`, [3], [0, first + (count - 1) * step + 1, 0]);
  const steps = integerConstant(`${name}/steps`, [3], [1, step, 1]);
  const attributes = [
    attr.type("T", "float32"),
    attr.type("Index", "int32"),
    attr.int("begin_mask", ALL_BUT_FRAMES),
    attr.int("end_mask", ALL_BUT_FRAMES),
    attr.int("ellipsis_mask", 0),
    attr.int("new_axis_mask", 0),
    attr.int("shrink_axis_mask", 0),
  ];
  const taken = floatNode(
    { name: `${name}/taken`, op: "StridedSlice", attributes },
    [batch, count, pixels],
    [rows, begin, end, steps],
  );
  return [begin, end, steps, taken];
}

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
  const [, frameStep, rowStep, columnStep] = attributeOf(node, "strides") as number[];
  if (filter === undefined || source === undefined || frameStep !== 1) return undefined;
  const shape = formOf(source).shape as Shape5;
  const { stacked, nodes } = stackFrames(node, source, filter.shape[0]!);
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
    [stacked, images],
  );
  const result = reshapeNodes(node.name, [shape[0], ...formOf(node).shape.slice(1)], convolved);
  return [...nodes, images, convolved, ...result];
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
 * Puts the frames that a filter sees together behind each other as channels:
 * `[batch × frames, height, width, depth × channels]`.
 */
function stackFrames(node: RecordedNode, source: RecordedNode, depth: number) {
  const [batch, , height, width, channels] = formOf(source).shape as Shape5;
  const [, frames] = formOf(node).shape as Shape5;
  const pixels = height * width * channels;
  const isPadded = attributeOf(node, "padding") === "VALID";
  const given = isPadded ? frames + depth - 1 : frames;
  const nodes: RecordedNode[] = reshapeNodes(`${node.name}/rows`, [batch, given, pixels], source);
  let rows = nodes.at(-1)!;
  if (!isPadded) {
    const half = depth >> 1;
    const paddings = integerConstant(`${node.name}/paddings`, [3, 2], [0, 0, half, half, 0, 0]);
    const zero = floatConstant(`${node.name}/zero`, [], new Float32Array(1));
    const attributes = [attr.type("T", "float32"), attr.type("Tpaddings", "int32")];
    const name = `${node.name}/padded`;
    const shape = [batch, frames + 2 * half, pixels];
    rows = floatNode({ name, op: "PadV2", attributes }, shape, [rows, paddings, zero]);
    nodes.push(paddings, zero, rows);
  }
  const size = integerConstant(`${node.name}/size`, [3], [-1, frames, pixels]);
  nodes.push(size);
  const parts: RecordedNode[] = [];
  for (let frame = 0; frame < depth; frame++) {
    const name = `${node.name}/from_${frame}`;
    const begin = integerConstant(`${name}/begin`, [3], [0, frame, 0]);
    const attributes = [attr.type("T", "float32"), attr.type("Index", "int32")];
    const shape = [batch, frames, pixels];
    const slice = floatNode(
      { name: `${name}/slice`, op: "Slice", attributes },
      shape,
      [rows, begin, size],
    );
    const reshaped = reshapeNodes(name, [-1, channels], slice);
    nodes.push(begin, slice, ...reshaped);
    parts.push(reshaped[1]);
  }
  const axis = integerConstant(`${node.name}/axis`, [], [1]);
  const attributes = [
    attr.int("N", depth),
    attr.type("T", "float32"),
    attr.type("Tidx", "int32"),
  ];
  const joined = floatNode(
    { name: `${node.name}/joined`, op: "ConcatV2", attributes },
    [-1, depth * channels],
    [...parts, axis],
  );
  const stacked = reshapeNodes(
    `${node.name}/stacked`,
    [-1, height, width, depth * channels],
    joined,
  );
  nodes.push(axis, joined, ...stacked);
  return { nodes, stacked: stacked[1] };
}

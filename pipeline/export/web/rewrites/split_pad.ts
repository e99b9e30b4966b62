import { attr, type RecordedNode } from "../../../../runtime/mod.ts";
import type { GraphIndex } from "./graph_index.ts";
import { floatConstant, floatNode, formOf, integerConstant, reshapeNodes } from "./new_nodes.ts";

/** Paddings before and after. */
type Pair = readonly [before: number, after: number];

/**
 * Pads frames first, then pixels, where all are padded at once. The WebGPU backend's kernel for five
 * axes is not valid.
 */
export function splitPad(node: RecordedNode, graph: GraphIndex): RecordedNode[] | undefined {
  const source = graph.input(node, 0);
  const paddings = graph.input(node, 1)?.values;
  if (node.op !== "PadV2" || source === undefined || !(paddings instanceof Int32Array)) {
    return undefined;
  }
  const { shape } = formOf(node);
  if (shape.length !== 5 || !padsWithZero(node, graph)) return undefined;
  const [ofBatch, frames, rows, columns, ofChannels] = pairsOf(paddings);
  if ([ofBatch!, ofChannels!].flat().some((count) => count > 0)) return undefined;
  const [, , height, width, channels] = formOf(source).shape as [number, ...number[]];
  const [count, paddedFrames, paddedHeight, paddedWidth] = shape as [number, ...number[]];
  const pixels = height! * width! * channels!;
  const bytes = reshapeNodes(
    `${node.name}/frames`,
    [count, formOf(source).shape[1]!, pixels],
    source,
  );
  const inTime = pad(`${node.name}/in_time`, bytes[1], {
    shape: [count, paddedFrames!, pixels],
    paddings: [[0, 0], frames!, [0, 0]],
  });
  const images = reshapeNodes(
    `${node.name}/images`,
    [-1, height!, width!, channels!],
    inTime.at(-1)!,
  );
  const inSpace = pad(`${node.name}/in_space`, images[1], {
    shape: [-1, paddedHeight!, paddedWidth!, channels!],
    paddings: [[0, 0], rows!, columns!, [0, 0]],
  });
  return [
    ...bytes,
    ...inTime,
    ...images,
    ...inSpace,
    ...reshapeNodes(node.name, shape, inSpace.at(-1)!),
  ];
}

function padsWithZero(node: RecordedNode, graph: GraphIndex): boolean {
  const value = graph.floats(node, 2);
  return value !== undefined && value.values[0] === 0;
}

function pairsOf(paddings: Int32Array): Pair[] {
  return Array.from({ length: paddings.length / 2 }, (_, axis) => {
    return [paddings[2 * axis]!, paddings[2 * axis + 1]!] as const;
  });
}

interface PadOptions {
  /** Shape of the result. */
  readonly shape: readonly number[];
  readonly paddings: readonly Pair[];
}

/** Makes the nodes that pad a tensor with zeros, the padding last. */
function pad(name: string, source: RecordedNode, { shape, paddings }: PadOptions): RecordedNode[] {
  const amounts = integerConstant(`${name}/paddings`, [paddings.length, 2], paddings.flat());
  const zero = floatConstant(`${name}/zero`, [], new Float32Array(1));
  const attributes = [attr.type("T", "float32"), attr.type("Tpaddings", "int32")];
  const padded = floatNode({ name, op: "PadV2", attributes }, shape, [source, amounts, zero]);
  return [amounts, zero, padded];
}

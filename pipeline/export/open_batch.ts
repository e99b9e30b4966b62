import {
  attr,
  DataType,
  type Endpoint,
  type RecordedGraph,
  type RecordedNode,
} from "../../runtime/mod.ts";

/** Batches of the two recordings that {@linkcode openBatch} compares. */
export const RECORDED_BATCHES = [2, 3] as const;

const [FIRST_BATCH, SECOND_BATCH] = RECORDED_BATCHES;

/** By op: index of the input in which -1 stands for whatever extent is left. */
const OPEN_SHAPES: Readonly<Record<string, number>> = { Reshape: 1, Slice: 2 };

/**
 * Makes one graph for batches of any size of two recordings of one function, for batches of two and
 * of three clips: what differs between them follows the batch. Extents that do become -1; constants
 * that repeat their rows for each clip become one row, which is repeated for the clips of the input.
 *
 * @param first Recorded for a batch of the first of {@linkcode RECORDED_BATCHES}.
 * @param second Recorded for a batch of the second.
 * @throws {TypeError} If something follows the batch in another way.
 */
export function openBatch(first: RecordedGraph, second: RecordedGraph): RecordedGraph {
  const opener = new BatchOpener(first.nodes);
  if (first.nodes.length !== second.nodes.length) throw unknownWay("the number of ops", "");
  for (const [index, node] of first.nodes.entries()) opener.add(node, second.nodes[index]!);
  return { nodes: opener.nodes, outputs: first.outputs };
}

/** Builds the graph for all batches, node by node. */
class BatchOpener {
  readonly nodes: RecordedNode[] = [];
  readonly #clips: Endpoint;
  /** By the name of an integer constant: the index of the extent in it that follows the batch. */
  readonly #openExtents = new Map<string, number>();
  #zeros: Endpoint | undefined;

  constructor(nodes: readonly RecordedNode[]) {
    const input = nodes.find(({ op }) => op === "Placeholder");
    if (input === undefined) throw new TypeError("Cannot open a batch as there must be an input");
    this.#clips = endpointOf(input);
  }

  add(first: RecordedNode, second: RecordedNode): void {
    if (formOf(first) !== formOf(second)) throw unknownWay(first.op, first.name);
    if (first.op === "Const") return this.#addConstant(first, second);
    this.#requireOpenShapes(first);
    const outputs = first.outputs.map(({ shape, dtype }, index) => ({
      shape: openShape(shape, second.outputs[index]!.shape),
      dtype,
    }));
    this.nodes.push({ ...first, outputs, attributes: openAttributes(first, outputs[0]!.shape) });
  }

  #addConstant(first: RecordedNode, second: RecordedNode): void {
    const [{ shape, dtype }] = first.outputs as [RecordedNode["outputs"][number]];
    const [one, other] = [valuesOf(first), valuesOf(second)];
    const otherShape = second.outputs[0]!.shape;
    if (`${shape}` === `${otherShape}`) {
      const index = one.findIndex((value, position) => value !== other[position]);
      if (index < 0) this.nodes.push(first);
      else this.nodes.push(this.#withOpenExtent(first, [one, other], index));
    } else if (
      dtype === DataType.float32 && hasEqualRows(one, shape) &&
      hasEqualRows(other, otherShape)
    ) {
      this.#addRepeatedRow(first, [one, other]);
    } else {
      throw unknownWay(first.op, first.name);
    }
  }

  /** Returns a constant of extents with -1 for the one that follows the batch. */
  #withOpenExtent(node: RecordedNode, [one, other]: Pair, index: number): RecordedNode {
    const follows = one[index]! * SECOND_BATCH === other[index]! * FIRST_BATCH;
    const others = one.filter((_, position) => position !== index);
    const isAlone = others.every((value, position) => {
      return value >= 0 && value === other[position < index ? position : position + 1];
    });
    if (!(one instanceof Int32Array) || !follows || !isAlone) throw unknownWay(node.op, node.name);
    this.#openExtents.set(node.name, index);
    return { ...node, values: Int32Array.from(one.with(index, -1)) };
  }

  /** Requires that the ops that read an open extent take -1 for it. */
  #requireOpenShapes({ op, name, inputs }: RecordedNode): void {
    for (const [position, { node }] of inputs.entries()) {
      const index = this.#openExtents.get(node);
      if (index === undefined) continue;
      if (OPEN_SHAPES[op] !== position) throw unknownWay(op, name);
      if (op === "Slice" && this.#constant(inputs[1]!)[index] !== 0) throw unknownWay(op, name);
    }
  }

  #constant({ node: name }: Endpoint): Numbers {
    return valuesOf(this.nodes.find((node) => node.name === name)!);
  }

  /** Adds a constant's only row, and its sum with zeros of the shape `[batch, 1, …]`. */
  #addRepeatedRow(node: RecordedNode, [one, other]: Pair): void {
    const [{ shape, dtype }] = node.outputs as [RecordedNode["outputs"][number]];
    const length = one.length / FIRST_BATCH;
    const row = one.slice(0, length);
    if (row.some((value, index) => value !== other[index])) throw unknownWay(node.op, node.name);
    const rowNode = {
      ...node,
      name: `${node.name}_row`,
      values: row as Float32Array<ArrayBuffer>,
      outputs: [{ shape: [1, ...shape.slice(1)], dtype }],
    };
    const ones = shape.slice(1).map(() => 1);
    const zeros = this.#reshaped(this.#zerosOfClips(), { name: `${node.name}_zeros`, ones });
    this.nodes.push(rowNode, {
      name: node.name,
      op: "Add",
      inputs: [endpointOf(rowNode), zeros],
      attributes: [attr.type("T", "float32")],
      outputs: [{ shape: [-1, ...shape.slice(1)], dtype }],
    });
  }

  /** Returns a zero for each clip, `[batch, 1, 1, 1, 1]`: a level of each, times zero. */
  #zerosOfClips(): Endpoint {
    if (this.#zeros !== undefined) return this.#zeros;
    const begin = this.#addExtents("clip_begin", [0, 0, 0, 0, 0]);
    const size = this.#addExtents("clip_size", [-1, 1, 1, 1, 1]);
    const outputs = [{ shape: [-1, 1, 1, 1, 1], dtype: DataType.float32 }];
    const zero = {
      name: "zero",
      op: "Const",
      inputs: [],
      attributes: [attr.type("dtype", "float32")],
      outputs: [{ shape: [], dtype: DataType.float32 }],
      values: Float32Array.of(0),
    };
    const level = {
      name: "clip_level",
      op: "Slice",
      inputs: [this.#clips, begin, size],
      attributes: [attr.type("T", "float32"), attr.type("Index", "int32")],
      outputs,
    };
    const zeros = {
      name: "clip_zeros",
      op: "Mul",
      inputs: [endpointOf(level), endpointOf(zero)],
      attributes: [attr.type("T", "float32")],
      outputs,
    };
    this.nodes.push(zero, level, zeros);
    this.#zeros = endpointOf(zeros);
    return this.#zeros;
  }

  #reshaped(
    input: Endpoint,
    { name, ones }: { readonly name: string; readonly ones: readonly number[] },
  ): Endpoint {
    const shape = [-1, ...ones];
    const node = {
      name,
      op: "Reshape",
      inputs: [input, this.#addExtents(`${name}_shape`, shape)],
      attributes: [attr.type("T", "float32"), attr.type("Tshape", "int32")],
      outputs: [{ shape, dtype: DataType.float32 }],
    };
    this.nodes.push(node);
    return endpointOf(node);
  }

  #addExtents(name: string, extents: readonly number[]): Endpoint {
    const node = {
      name,
      op: "Const",
      inputs: [],
      attributes: [attr.type("dtype", "int32")],
      outputs: [{ shape: [extents.length], dtype: DataType.int32 }],
      values: Int32Array.from(extents),
    };
    this.nodes.push(node);
    return endpointOf(node);
  }
}

/** Values of constants that can be compared one by one. */
type Numbers = Float32Array | Int32Array | Uint8Array;

/** A constant's values in both recordings. */
type Pair = readonly [Numbers, Numbers];

function endpointOf({ name }: RecordedNode): Endpoint {
  return { node: name, output: 0 };
}

function valuesOf({ values, name, op }: RecordedNode): Numbers {
  if (values instanceof Float32Array || values instanceof Int32Array) return values;
  if (values instanceof Uint8Array) return values;
  throw unknownWay(op, name);
}

/** Returns what must be the same in both recordings. */
function formOf({ name, op, inputs, attributes }: RecordedNode): string {
  const fixed = op === "Placeholder" ? [] : attributes;
  return JSON.stringify([name, op, inputs, fixed]);
}

function openShape(first: readonly number[], second: readonly number[]): number[] {
  return first.map((extent, axis) => extent === second[axis] ? extent : -1);
}

/** Returns the attributes of a node; those of an input, for clips of any number. */
function openAttributes({ op, attributes }: RecordedNode, shape: readonly number[]) {
  if (op !== "Placeholder") return attributes;
  return attributes.map((attribute) =>
    attribute.name === "shape" ? attr.shape("shape", shape) : attribute
  );
}

/** Whether all rows along the first axis are alike. */
function hasEqualRows(values: Numbers, shape: readonly number[]): boolean {
  const length = values.length / (shape[0] ?? 1);
  return values.every((value, index) => value === values[index % length]);
}

function unknownWay(op: string, name: string): TypeError {
  return new TypeError(
    "Cannot make a graph for batches of any size as extents must follow the batch in a known way: " +
      `${op}${name === "" ? "" : ` '${name}'`} does not`,
  );
}

import {
  attr,
  DataType,
  type Endpoint,
  type RecordedGraph,
  type RecordedNode,
  type RecordedValues,
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
  readonly #recorded: ReadonlyMap<string, RecordedNode>;
  readonly #clips: Endpoint;
  /** By the name of an integer constant: the index of the extent in it that follows the batch. */
  readonly #openExtents = new Map<string, number>();
  #zeros: Endpoint | undefined;

  /** @param recorded The nodes of the first recording. */
  constructor(recorded: readonly RecordedNode[]) {
    const input = recorded.find(({ op }) => op === "Placeholder");
    if (input === undefined) throw new TypeError("Cannot open a batch as there must be an input");
    this.#clips = endpointOf(input);
    this.#recorded = new Map(recorded.map((node) => [node.name, node]));
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

  #addConstant(node: RecordedNode, second: RecordedNode): void {
    const pair: Pair = [valuesOf(node), valuesOf(second)];
    const shapes = [shapeOf(node), shapeOf(second)] as const;
    if (`${shapes[0]}` === `${shapes[1]}`) {
      const index = pair[0].findIndex((value, position) => value !== pair[1][position]);
      this.nodes.push(index < 0 ? node : this.#withOpenExtent(node, pair, index));
    } else if (isRepeated(pair[0], shapes[0]) && isForBatches(shapes)) {
      this.#addRepeatedRow(node, pair);
    } else {
      throw unknownWay(node.op, node.name);
    }
  }

  /** Returns a constant of extents with -1 for the one that follows the batch. */
  #withOpenExtent(node: RecordedNode, [extents, second]: Pair, index: number): RecordedNode {
    const follows = extents[index]! * SECOND_BATCH === second[index]! * FIRST_BATCH;
    const isAlone = extents.every((extent, position) => {
      return position === index || (extent >= 0 && extent === second[position]);
    });
    if (!(extents instanceof Int32Array) || !follows || !isAlone) {
      throw unknownWay(node.op, node.name);
    }
    this.#openExtents.set(node.name, index);
    return { ...node, values: Int32Array.from(extents.with(index, -1)) };
  }

  /** Requires that the ops that read an open extent take -1 for it. */
  #requireOpenShapes(node: RecordedNode): void {
    for (const [position, input] of node.inputs.entries()) {
      const axis = this.#openExtents.get(input.node);
      if (axis === undefined) continue;
      const { op, name } = node;
      if (OPEN_SHAPES[op] !== position) throw unknownWay(op, name);
      if (op === "Slice" && !this.#takesAll(node, axis)) throw unknownWay(op, name);
    }
  }

  /** Whether a slice takes all of an axis. */
  #takesAll({ inputs, outputs }: RecordedNode, axis: number): boolean {
    const [sliced, begin] = inputs as readonly [Endpoint, Endpoint];
    const { shape } = this.#recorded.get(sliced.node)!.outputs[sliced.output]!;
    const starts = valuesOf(this.#recorded.get(begin.node)!);
    return starts[axis] === 0 && shape[axis] === outputs[0]!.shape[axis];
  }

  /** Adds a constant's only row, and its sum with zeros of the shape `[batch, 1, …]`. */
  #addRepeatedRow(node: RecordedNode, [values, second]: Pair): void {
    const [, ...extents] = shapeOf(node);
    const row = values.slice(0, values.length / FIRST_BATCH);
    if (!second.every((value, index) => value === row[index % row.length])) {
      throw unknownWay(node.op, node.name);
    }
    const rowNode = {
      ...node,
      name: `${node.name}_row`,
      values: row,
      outputs: [{ shape: [1, ...extents], dtype: DataType.float32 }],
    };
    const ones = extents.map(() => 1);
    const zeros = this.#reshaped(this.#zerosOfClips(), { name: `${node.name}_zeros`, ones });
    this.nodes.push(rowNode, {
      name: node.name,
      op: "Add",
      inputs: [endpointOf(rowNode), zeros],
      attributes: [attr.type("T", "float32")],
      outputs: [{ shape: [-1, ...extents], dtype: DataType.float32 }],
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

/** A constant's values in both recordings. */
type Pair = readonly [RecordedValues, RecordedValues];

function endpointOf({ name }: RecordedNode): Endpoint {
  return { node: name, output: 0 };
}

function valuesOf({ values, name, op }: RecordedNode): RecordedValues {
  if (values !== undefined) return values;
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

/** Returns the shape of a constant. */
function shapeOf({ outputs }: RecordedNode): readonly number[] {
  return outputs[0]!.shape;
}

/** Whether shapes are equal but for their first extents, which are the batches. */
function isForBatches([first, second]: readonly [readonly number[], readonly number[]]): boolean {
  return first[0] === FIRST_BATCH && second[0] === SECOND_BATCH &&
    `${first.slice(1)}` === `${second.slice(1)}`;
}

/** Whether all rows of floats along the first axis are alike. */
function isRepeated(values: RecordedValues, [count]: readonly number[]): boolean {
  if (!(values instanceof Float32Array) || count === undefined) return false;
  const length = values.length / count;
  return values.every((value, index) => value === values[index % length]);
}

function unknownWay(op: string, name: string): TypeError {
  return new TypeError(
    "Cannot make a graph for batches of any size as extents must follow the batch in a known way: " +
      `${op}${name === "" ? "" : ` '${name}'`} does not`,
  );
}

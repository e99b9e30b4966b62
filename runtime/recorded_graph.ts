import type { OpAttribute } from "./ffi/attributes.ts";

/** One output of a node of a {@linkcode RecordedGraph}. */
export interface Endpoint {
  /** Name of the node. */
  readonly node: string;
  /** Index among its outputs. */
  readonly output: number;
}

/** Shape and type of a tensor of a {@linkcode RecordedGraph}. */
export interface RecordedTensor {
  /** Its extents; one that is not fixed is -1. */
  readonly shape: readonly number[];
  /** One of {@linkcode DataType}. */
  readonly dtype: number;
}

/** Values of a constant: float32, int32, or bytes for what else there is. */
export type RecordedValues =
  | Float32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>;

/** One op of a {@linkcode RecordedGraph}. */
export interface RecordedNode {
  /** Its name, which no other node has. */
  readonly name: string;
  /** TensorFlow's op; `Placeholder` for an input of the graph, `Const` for a constant. */
  readonly op: string;
  /** What it reads. */
  readonly inputs: readonly Endpoint[];
  /** TensorFlow's attributes that are not at their defaults, and some that are. */
  readonly attributes: readonly OpAttribute[];
  /** Its outputs. */
  readonly outputs: readonly RecordedTensor[];
  /** Values of a constant. */
  readonly values?: RecordedValues | undefined;
}

/** A function as plain data: TensorFlow's ops, in an order in which they can run. */
export interface RecordedGraph {
  /** All ops. Nothing but the inputs, constants and what follows from the inputs is among them. */
  readonly nodes: readonly RecordedNode[];
  /** The results by name. */
  readonly outputs: Readonly<Record<string, Endpoint>>;
}

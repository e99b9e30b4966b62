import type { TensorForm } from "./bindings/binding.ts";
import type { OpAttribute } from "./ffi/attributes.ts";
import type { HostValues } from "./ffi/tensor_values.ts";

/** One output of a node of a {@linkcode RecordedGraph}. */
export interface Endpoint {
  /** Name of the node. */
  readonly node: string;
  /** Index among its outputs. */
  readonly output: number;
}

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
  /** Shape and type of each output; an extent that is not fixed is -1. */
  readonly outputs: readonly TensorForm[];
  /** Values of a constant. */
  readonly values?: HostValues | undefined;
}

/** A function as plain data: TensorFlow's ops, in an order in which they can run. */
export interface RecordedGraph {
  /** All ops. Nothing but the inputs, constants and what follows from the inputs is among them. */
  readonly nodes: readonly RecordedNode[];
  /** The results by name. */
  readonly outputs: Readonly<Record<string, Endpoint>>;
}

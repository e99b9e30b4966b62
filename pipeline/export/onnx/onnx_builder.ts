import {
  DataType,
  type Endpoint,
  type RecordedGraph,
  type RecordedNode,
  type RecordedTensor,
} from "../../../runtime/mod.ts";
import { Message } from "../../../runtime/protobuf/message.ts";
import { constantBytes } from "../constant_bytes.ts";
import { tensorName } from "../graph_def.ts";
import { ONNX_FIELDS } from "./onnx_fields.ts";

/** ONNX's types of tensors, by TensorFlow's. */
const ELEMENT_TYPES: Readonly<Record<number, number>> = { [DataType.float32]: 1 };

/** ONNX's type of 64-bit integers, which shapes and axes have. */
const INT64 = 7;

/** ONNX's types of attributes. */
const ATTRIBUTE_TYPES = { integer: 2, integers: 7 } as const;

/** Attributes of an ONNX op: all that are needed here are integers, or lists of them. */
export type OnnxAttributes = Readonly<Record<string, number | readonly number[]>>;

/** Builds an ONNX graph of the nodes of a recorded one. */
export class OnnxBuilder {
  readonly #nodes = new Map<string, RecordedNode>();
  readonly #ops: Message[] = [];
  readonly #initializers = new Map<string, Message>();
  readonly #names = new Map<string, string>();

  constructor({ nodes }: RecordedGraph) {
    for (const node of nodes) this.#nodes.set(node.name, node);
  }

  /** Returns the values of an integer constant. */
  integersOf(endpoint: Endpoint): number[] {
    const { op, name, values } = this.#node(endpoint);
    if (values instanceof Int32Array) return [...values];
    throw new TypeError(
      `Cannot export to ONNX as '${name}' must be an integer constant: current value is ${op}`,
    );
  }

  /** Returns a tensor's shape and type; an extent that is not fixed is -1. */
  formOf(endpoint: Endpoint): RecordedTensor {
    return this.#node(endpoint).outputs[endpoint.output]!;
  }

  /** Returns the name of a tensor in the ONNX graph; a constant becomes an initializer. */
  nameOf(endpoint: Endpoint): string {
    const name = tensorName(endpoint);
    const node = this.#node(endpoint);
    if (node.op === "Const") this.#addConstant(node);
    return this.#names.get(name) ?? name;
  }

  /** Says what holds the outputs of a node. */
  setOutputs({ name }: RecordedNode, outputs: readonly string[]): void {
    for (const [output, onnxName] of outputs.entries()) {
      this.#names.set(tensorName({ node: name, output }), onnxName);
    }
  }

  /** Adds a list of integers, for shapes and axes; returns its name. */
  addIntegers(values: readonly number[]): string {
    const name = `int64 [${values}]`;
    const content = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.#addInitializer(name, { shape: [values.length], type: INT64, content });
    return name;
  }

  /** Adds an op; `outputs` are the names of its results. */
  addOp(
    op: string,
    inputs: readonly string[],
    { outputs, attributes = {} }: {
      readonly outputs: readonly string[];
      readonly attributes?: OnnxAttributes;
    },
  ): void {
    const { node } = ONNX_FIELDS;
    const message = new Message();
    for (const input of inputs) message.text(node.input, input);
    for (const output of outputs) message.text(node.output, output);
    message.text(node.name, outputs[0]!).text(node.op, op);
    for (const entry of Object.entries(attributes)) {
      message.message(node.attribute, encodeAttribute(...entry));
    }
    this.#ops.push(message);
  }

  /** Encodes the graph, with the given inputs and outputs. */
  encode(inputs: readonly Message[], outputs: readonly Message[]): Message {
    const { graph } = ONNX_FIELDS;
    const message = new Message();
    for (const op of this.#ops) message.message(graph.node, op);
    message.text(graph.name, "model");
    for (const initializer of this.#initializers.values()) {
      message.message(graph.initializer, initializer);
    }
    for (const input of inputs) message.message(graph.input, input);
    for (const output of outputs) message.message(graph.output, output);
    return message;
  }

  #node({ node: name }: Endpoint): RecordedNode {
    const node = this.#nodes.get(name);
    if (node !== undefined) return node;
    throw new ReferenceError(`Cannot export to ONNX as node '${name}' must be recorded: it is not`);
  }

  #addConstant(node: RecordedNode): void {
    const [{ shape, dtype }] = node.outputs as [RecordedTensor];
    const type = elementType(dtype);
    this.#addInitializer(node.name, { shape, type, content: constantBytes(node) });
  }

  #addInitializer(name: string, { shape, type, content }: Initializer): void {
    if (this.#initializers.has(name)) return;
    const { tensor } = ONNX_FIELDS;
    const message = new Message()
      .integers(tensor.extent, shape)
      .integer(tensor.type, type)
      .text(tensor.name, name)
      .bytes(tensor.content, content);
    this.#initializers.set(name, message);
  }
}

interface Initializer {
  readonly shape: readonly number[];
  /** ONNX's type. */
  readonly type: number;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** Returns ONNX's type for one of TensorFlow's. */
export function elementType(dtype: number): number {
  const type = ELEMENT_TYPES[dtype];
  if (type !== undefined) return type;
  throw new TypeError(
    `Cannot export to ONNX as tensors must be float32: current value is type ${dtype}`,
  );
}

function encodeAttribute(name: string, value: number | readonly number[]): Message {
  const { attribute } = ONNX_FIELDS;
  const message = new Message().text(attribute.name, name);
  return typeof value === "number"
    ? message.integer(attribute.integer, value).integer(attribute.type, ATTRIBUTE_TYPES.integer)
    : message.integers(attribute.integers, value).integer(attribute.type, ATTRIBUTE_TYPES.integers);
}

import type { Endpoint, OpAttribute, RecordedGraph, RecordedNode } from "../../../runtime/mod.ts";
import { constantBytes } from "../constant_bytes.ts";
import { tensorName } from "../graph_def.ts";

/** A graph in the format of TensorFlow.js: what its `model.json` says, and the weights. */
export interface GraphModel {
  /** The graph as JSON writes TensorFlow's `GraphDef`, and names of inputs and outputs. */
  readonly topology: Readonly<Record<string, unknown>>;
  /** What {@linkcode weights} are, in their order. */
  readonly manifest: readonly WeightEntry[];
  /** Bytes of all weights, one after another. */
  readonly weights: readonly Uint8Array<ArrayBuffer>[];
}

/** What TensorFlow.js wants to know of a weight. */
export interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32" | "bool";
}

/** By number of TensorFlow's type: its names in `GraphDef`s and in TensorFlow.js. */
const TYPES: Readonly<Record<number, readonly [name: string, dtype: WeightEntry["dtype"]]>> = {
  1: ["DT_FLOAT", "float32"],
  3: ["DT_INT32", "int32"],
  10: ["DT_BOOL", "bool"],
};

/** `TF_AttrType`s of attributes, and how JSON writes one. */
const VALUES: readonly ((value: OpAttribute["value"]) => Record<string, unknown>)[] = [
  (text) => ({ s: btoa(text) }),
  (integer) => ({ i: String(integer) }),
  (float) => ({ f: float }),
  (boolean) => ({ b: boolean }),
  (type) => ({ type: typeNames(type)[0] }),
  (shape) => ({ shape: shapeValue(shape) }),
];

/** Position of shapes in {@linkcode VALUES}: lists that are one value. */
const SHAPE = 5;

/**
 * Encodes a graph for TensorFlow.js.
 *
 * @throws {TypeError} If it has values of a type that TensorFlow.js lacks.
 */
export function encodeGraphModel({ nodes, outputs }: RecordedGraph): GraphModel {
  const constants = nodes.filter(({ op }) => op === "Const");
  const results = Object.entries(outputs).map(([name, endpoint]) => outputNode(name, endpoint));
  return {
    topology: {
      format: "graph-model",
      generatedBy: "actnetformer",
      convertedBy: null,
      modelTopology: {
        node: [...nodes.map(encodeNode), ...results],
        library: {},
        versions: {},
      },
    },
    manifest: constants.map(({ name, outputs: [form] }) => {
      return { name, shape: form!.shape, dtype: typeNames(form!.dtype)[1] };
    }),
    weights: constants.map(constantBytes),
  };
}

/** A node that has the name of an output. */
function outputNode(name: string, endpoint: Endpoint) {
  return { name, op: "Identity", input: [tensorName(endpoint)], attr: { T: { type: "DT_FLOAT" } } };
}

function encodeNode({ name, op, inputs, attributes, outputs }: RecordedNode) {
  const attr = Object.fromEntries(
    attributes.map((attribute) => [attribute.name, encodeAttribute(attribute)]),
  );
  if (op !== "Const") return { name, op, input: inputs.map(tensorName), attr };
  const { dtype, shape } = outputs[0]!;
  const tensor = { dtype: typeNames(dtype)[0], tensorShape: shapeValue(shape) };
  return { name, op, attr: { ...attr, value: { tensor } } };
}

function encodeAttribute({ name, type, value }: OpAttribute): Record<string, unknown> {
  const encode = VALUES[type];
  if (encode === undefined) {
    throw new TypeError(
      `Cannot encode attribute '${name}' as its type must be known: current value is ${type}`,
    );
  }
  if (!Array.isArray(value) || type === SHAPE) return encode(value);
  const list: Record<string, unknown[]> = {};
  for (const item of value) {
    for (const [key, encoded] of Object.entries(encode(item))) (list[key] ??= []).push(encoded);
  }
  return { list };
}

function shapeValue(shape: readonly number[]) {
  return { dim: shape.map((size) => ({ size: String(size) })) };
}

function typeNames(type: number) {
  const names = TYPES[type];
  if (names !== undefined) return names;
  throw new TypeError(
    "Cannot write a graph for TensorFlow.js as its values must be of type float32, int32 or bool: " +
      `current value is ${type}`,
  );
}

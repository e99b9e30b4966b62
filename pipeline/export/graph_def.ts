import type {
  Endpoint,
  OpAttribute,
  RecordedGraph,
  RecordedNode,
  RecordedTensor,
} from "../../runtime/mod.ts";
import { Message } from "../../runtime/protobuf/message.ts";
import { constantBytes } from "./constant_bytes.ts";

/**
 * Numbers of the fields of TensorFlow's messages: graph.proto, node_def.proto, attr_value.proto,
 * tensor.proto, tensor_shape.proto and versions.proto.
 */
const FIELDS = {
  graph: { node: 1, versions: 4 },
  versions: { producer: 1, minimumConsumer: 2 },
  node: { name: 1, op: 2, input: 3, attribute: 5 },
  /** Of an entry of a map. */
  entry: { key: 1, value: 2 },
  value: { list: 1, text: 2, integer: 3, float: 4, boolean: 5, type: 6, shape: 7, tensor: 8 },
  list: { text: 2, integer: 3, float: 4, boolean: 5, type: 6 },
  tensor: { type: 1, shape: 2, content: 4 },
  shape: { dimension: 2 },
  dimension: { size: 1 },
} as const;

/** `TF_AttrType`s of attributes, and the field of their value. */
const KINDS = ["text", "integer", "float", "boolean", "type", "shape"] as const;

/** Version of graphs in which these ops are as they are now: TensorFlow 2.0's. */
const PRODUCER = 134;

/** Encodes a graph as TensorFlow's `GraphDef`. */
export function encodeGraphDef({ nodes }: RecordedGraph): Message {
  const graph = new Message();
  for (const node of nodes) graph.message(FIELDS.graph.node, encodeNode(node));
  const versions = new Message().integer(FIELDS.versions.producer, PRODUCER);
  return graph.message(FIELDS.graph.versions, versions);
}

/** Returns how TensorFlow names an output: `node` for its first one, else `node:index`. */
export function tensorName({ node, output }: Endpoint): string {
  return output === 0 ? node : `${node}:${output}`;
}

function encodeNode(node: RecordedNode): Message {
  const { name, op, inputs, attributes } = node;
  const message = new Message().text(FIELDS.node.name, name).text(FIELDS.node.op, op);
  for (const input of inputs) message.text(FIELDS.node.input, tensorName(input));
  for (const attribute of attributes) {
    message.message(FIELDS.node.attribute, encodeEntry(attribute.name, encodeValue(attribute)));
  }
  if (op !== "Const") return message;
  const value = new Message().message(FIELDS.value.tensor, encodeTensor(node));
  return message.message(FIELDS.node.attribute, encodeEntry("value", value));
}

function encodeEntry(key: string, value: Message): Message {
  return new Message().text(FIELDS.entry.key, key).message(FIELDS.entry.value, value);
}

function encodeValue({ name, type, value }: OpAttribute): Message {
  const kind = KINDS[type];
  if (kind === undefined) {
    throw new TypeError(
      `Cannot encode attribute '${name}' as its type must be known: current value is ${type}`,
    );
  }
  if (kind === "shape") {
    return new Message().message(FIELDS.value.shape, encodeShape(value));
  }
  if (!Array.isArray(value)) return encodeSingle(new Message(), FIELDS.value, { kind, value });
  const list = new Message();
  for (const item of value) encodeSingle(list, FIELDS.list, { kind, value: item });
  return new Message().message(FIELDS.value.list, list);
}

interface Single {
  readonly kind: Exclude<(typeof KINDS)[number], "shape">;
  readonly value: OpAttribute["value"];
}

function encodeSingle(
  message: Message,
  fields: typeof FIELDS.value | typeof FIELDS.list,
  { kind, value }: Single,
): Message {
  const field = fields[kind];
  if (kind === "float") return message.float(field, value);
  if (kind !== "text") return message.integer(field, value);
  return typeof value === "string" ? message.text(field, value) : message.bytes(field, value);
}

function encodeTensor(node: RecordedNode): Message {
  const [{ shape, dtype }] = node.outputs as [RecordedTensor];
  return new Message()
    .integer(FIELDS.tensor.type, dtype)
    .message(FIELDS.tensor.shape, encodeShape(shape))
    .bytes(FIELDS.tensor.content, constantBytes(node));
}

/** Encodes a `TensorShapeProto`. */
export function encodeShape(shape: readonly number[]): Message {
  const message = new Message();
  for (const extent of shape) {
    const dimension = new Message().integer(FIELDS.dimension.size, extent);
    message.message(FIELDS.shape.dimension, dimension);
  }
  return message;
}

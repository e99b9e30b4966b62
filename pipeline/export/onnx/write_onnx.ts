import type { RecordedGraph, RecordedNode, RecordedTensor } from "../../../runtime/mod.ts";
import { PROGRAM_VERSION } from "../../program/program_version.ts";
import { Message } from "../../../runtime/protobuf/message.ts";
import { writeMessage } from "../../protobuf/write_message.ts";
import { type ExportFacts, FACTS_KEY } from "../export_facts.ts";
import { elementType, OnnxBuilder } from "./onnx_builder.ts";
import { ONNX_FIELDS } from "./onnx_fields.ts";
import { OnnxNode } from "./onnx_node.ts";
import { ONNX_OPS, OPERATORS_VERSION } from "./onnx_ops.ts";

/** Version of the format: the first one that has the ops of {@linkcode OPERATORS_VERSION}. */
const IR_VERSION = 8;

/** Name of the extent that is not fixed. */
const BATCH = "batch";

/**
 * Writes a graph as an ONNX file, with its facts in the metadata.
 *
 * @throws {TypeError} If the graph has an op that is not known here.
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeOnnx(
  path: string,
  graph: RecordedGraph,
  facts: ExportFacts,
): Promise<void> {
  const { model, operators, property } = ONNX_FIELDS;
  const message = new Message()
    .integer(model.irVersion, IR_VERSION)
    .text(model.producer, "actnetformer")
    .text(model.producerVersion, PROGRAM_VERSION)
    .message(model.graph, encodeGraph(graph))
    .message(model.operators, new Message().integer(operators.version, OPERATORS_VERSION))
    .message(
      model.metadata,
      new Message().text(property.key, FACTS_KEY).text(property.value, JSON.stringify(facts)),
    );
  await writeMessage(path, message);
}

function encodeGraph(graph: RecordedGraph): Message {
  const builder = new OnnxBuilder(graph);
  const inputs: Message[] = [];
  for (const node of graph.nodes) {
    if (node.op === "Placeholder") inputs.push(encodeValue(node.name, node.outputs[0]!));
    else if (node.op !== "Const") builder.setOutputs(node, convert(node, builder));
  }
  const outputs = Object.entries(graph.outputs).map(([name, endpoint]) => {
    builder.addOp("Identity", [builder.nameOf(endpoint)], { outputs: [name] });
    return encodeValue(name, builder.formOf(endpoint));
  });
  return builder.encode(inputs, outputs);
}

function convert(node: RecordedNode, builder: OnnxBuilder): readonly string[] {
  const conversion = ONNX_OPS[node.op];
  if (conversion === undefined) {
    throw new TypeError(
      `Cannot export to ONNX as '${node.name}' must be an op that is known: ` +
        `current value is ${node.op}`,
    );
  }
  const outputs = conversion(new OnnxNode(node, builder));
  return typeof outputs === "string" ? [outputs] : outputs;
}

function encodeValue(name: string, { shape, dtype }: RecordedTensor): Message {
  const { value, type, tensorType, shape: shapeFields, dimension } = ONNX_FIELDS;
  const encodedShape = new Message();
  for (const extent of shape) {
    const encoded = extent === -1
      ? new Message().text(dimension.name, BATCH)
      : new Message().integer(dimension.size, extent);
    encodedShape.message(shapeFields.dimension, encoded);
  }
  const tensor = new Message()
    .integer(tensorType.element, elementType(dtype))
    .message(tensorType.shape, encodedShape);
  const typed = new Message().message(type.tensor, tensor);
  return new Message().text(value.name, name).message(value.type, typed);
}

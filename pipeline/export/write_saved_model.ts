import { join } from "node:path";
import type { Endpoint, RecordedGraph } from "../../runtime/mod.ts";
import { writeFolder } from "../files/write_folder.ts";
import { writeJson } from "../files/write_json.ts";
import { Message } from "../../runtime/protobuf/message.ts";
import { writeMessage } from "../protobuf/write_message.ts";
import { type ExportFacts, FACTS_FILE } from "./export_facts.ts";
import { encodeGraphDef, encodeShape } from "./graph_def.ts";

/** Numbers of the fields of TensorFlow's messages: saved_model.proto and meta_graph.proto. */
const FIELDS = {
  savedModel: { version: 1, metaGraph: 2 },
  metaGraph: { info: 1, graph: 2, signature: 5 },
  info: { tag: 4, strippedDefaults: 7 },
  signature: { input: 1, output: 2, method: 3 },
  tensor: { name: 1, type: 2, shape: 3 },
  /** Of an entry of a map. */
  entry: { key: 1, value: 2 },
} as const;

/** Version of the format. */
const VERSION = 1;

/**
 * Writes a graph as TensorFlow's SavedModel with the signature `serving_default`, and its facts
 * beside it.
 *
 * @param path A new folder.
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeSavedModel(
  path: string,
  graph: RecordedGraph,
  facts: ExportFacts,
): Promise<void> {
  await writeFolder(path, async (folder) => {
    await writeJson(join(folder, FACTS_FILE), facts);
    await writeMessage(join(folder, "saved_model.pb"), encodeSavedModel(graph));
  });
}

function encodeSavedModel(graph: RecordedGraph): Message {
  const { info, graph: graphField, signature } = FIELDS.metaGraph;
  const metaGraph = new Message()
    .message(
      info,
      new Message().text(FIELDS.info.tag, "serve").integer(FIELDS.info.strippedDefaults, true),
    )
    .message(graphField, encodeGraphDef(graph))
    .message(signature, encodeEntry("serving_default", encodeSignature(graph)));
  return new Message()
    .integer(FIELDS.savedModel.version, VERSION)
    .message(FIELDS.savedModel.metaGraph, metaGraph);
}

function encodeSignature({ nodes, outputs }: RecordedGraph): Message {
  const forms = new Map(nodes.map((node) => [node.name, node.outputs]));
  const encodeTensor = (endpoint: Endpoint) => {
    const { shape, dtype } = forms.get(endpoint.node)![endpoint.output]!;
    return new Message()
      .text(FIELDS.tensor.name, `${endpoint.node}:${endpoint.output}`)
      .integer(FIELDS.tensor.type, dtype)
      .message(FIELDS.tensor.shape, encodeShape(shape));
  };
  const { input, output, method } = FIELDS.signature;
  const signature = new Message();
  for (const { name } of nodes.filter(({ op }) => op === "Placeholder")) {
    signature.message(input, encodeEntry(name, encodeTensor({ node: name, output: 0 })));
  }
  for (const [name, endpoint] of Object.entries(outputs)) {
    signature.message(output, encodeEntry(name, encodeTensor(endpoint)));
  }
  return signature.text(method, "tensorflow/serving/predict");
}

function encodeEntry(key: string, value: Message): Message {
  return new Message().text(FIELDS.entry.key, key).message(FIELDS.entry.value, value);
}

import type { RecordedNode } from "../../../../runtime/mod.ts";
import type { GraphIndex } from "./graph_index.ts";

/** Gives a tensor its shape at once that is reshaped twice. */
export function joinReshapes(node: RecordedNode, graph: GraphIndex): RecordedNode[] | undefined {
  const first = node.op === "Reshape" ? graph.own(node, 0, "Reshape") : undefined;
  if (first === undefined) return undefined;
  return [{ ...node, inputs: [first.inputs[0]!, node.inputs[1]!] }];
}

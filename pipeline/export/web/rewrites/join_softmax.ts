import { attr, type RecordedNode } from "../../../../runtime/mod.ts";
import type { GraphIndex } from "./graph_index.ts";

/** Makes the ops of a softmax over the last axis one op. */
export function joinSoftmax(node: RecordedNode, graph: GraphIndex): RecordedNode[] | undefined {
  if (node.op !== "RealDiv") return undefined;
  const exponentials = graph.input(node, 0);
  const sum = graph.own(node, 1, "Sum");
  if (exponentials?.op !== "Exp" || sum === undefined) return undefined;
  const centered = graph.own(exponentials, 0, "Sub");
  const scores = centered && graph.input(centered, 0);
  const largest = centered && graph.own(centered, 1, "Max");
  if (scores === undefined || largest === undefined) return undefined;
  const isOfScores = graph.input(largest, 0) === scores && graph.input(sum, 0) === exponentials;
  if (!isOfScores || ![sum, largest].every((op) => isOverLastAxis(op, graph))) return undefined;
  const inputs = [centered!.inputs[0]!];
  return [{ ...node, op: "Softmax", inputs, attributes: [attr.type("T", "float32")] }];
}

function isOverLastAxis(node: RecordedNode, graph: GraphIndex): boolean {
  const axes = graph.input(node, 1)?.values;
  const last = node.outputs[0]!.shape.length - 1;
  return axes instanceof Int32Array && axes.length === 1 && axes[0] === last;
}

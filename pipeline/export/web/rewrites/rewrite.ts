import type { RecordedGraph, RecordedNode } from "../../../../runtime/mod.ts";
import { simplifyGraph } from "../../simplify_graph.ts";
import { GraphIndex } from "./graph_index.ts";

/**
 * Returns nodes that compute what a node does, in an order in which they can run: the last one has
 * its name. Returns undefined if the node stays as it is.
 */
export type Rewrite = (node: RecordedNode, graph: GraphIndex) => RecordedNode[] | undefined;

/** Rewrites every node of a graph once, and drops what nothing reads any more. */
export function applyRewrite(graph: RecordedGraph, rewrite: Rewrite): RecordedGraph {
  const index = new GraphIndex(graph);
  const nodes = graph.nodes.flatMap((node) => rewrite(node, index) ?? [node]);
  return simplifyGraph({ ...graph, nodes });
}

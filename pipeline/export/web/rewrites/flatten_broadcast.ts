import type { RecordedNode } from "../../../../runtime/mod.ts";
import type { GraphIndex } from "./graph_index.ts";
import { floatNode, formOf, reshapeNodes } from "./new_nodes.ts";

/** Ops that combine two tensors. */
const COMBINING: ReadonlySet<string> = new Set(["Add", "Mul", "Sub"]);

/** The highest rank for which all backends have sound kernels. */
const SOUND_RANK = 4;

/**
 * Combines a tensor of many axes with a value, or one for each channel, as a matrix. The WebGPU backend's
 * kernel for more than four axes is not valid, so that all results would be zero.
 */
export function flattenBroadcast(
  node: RecordedNode,
  graph: GraphIndex,
): RecordedNode[] | undefined {
  const { shape } = formOf(node);
  const source = graph.input(node, 0);
  const channels = graph.floats(node, 1);
  if (!COMBINING.has(node.op) || shape.length <= SOUND_RANK || source === undefined) {
    return undefined;
  }
  if (channels === undefined || channels.shape.length > 1) return undefined;
  const rows = [-1, shape.at(-1)!];
  const flat = reshapeNodes(`${node.name}/rows`, rows, source);
  const combined = floatNode({ ...node, name: `${node.name}/flat` }, rows, [flat[1]]);
  const inputs = [...combined.inputs, channels.endpoint];
  return [...flat, { ...combined, inputs }, ...reshapeNodes(node.name, shape, combined)];
}

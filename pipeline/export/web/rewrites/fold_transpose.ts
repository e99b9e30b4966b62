import { attr, type RecordedNode } from "../../../../runtime/mod.ts";
import type { GraphIndex } from "./graph_index.ts";
import { floatNode, formOf, integerConstant, reshapeNodes } from "./new_nodes.ts";

/** The highest rank for which the WebAssembly backend has a kernel of its own. */
const FAST_RANK = 4;

/**
 * Moves axes that stay side by side as one, and in two moves what then are still too many: the
 * WebAssembly backend has a kernel for up to four axes, and finds the position of each value by
 * divisions for more.
 */
export function foldTranspose(node: RecordedNode, graph: GraphIndex): RecordedNode[] | undefined {
  const source = graph.input(node, 0);
  const order = graph.input(node, 1)?.values;
  if (node.op !== "Transpose" || source === undefined || !(order instanceof Int32Array)) {
    return undefined;
  }
  const axes = [...order];
  if (axes.length <= FAST_RANK) return undefined;
  if (groupsOf(axes).length <= FAST_RANK) return moveGroups(node.name, axes, source);
  for (const [position, axis] of axes.entries()) {
    const first = [...axes.keys()].filter((other) => other !== axis).toSpliced(position, 0, axis);
    const second = axes.map((other) => first.indexOf(other));
    if ([first, second].some((move) => groupsOf(move).length > FAST_RANK)) continue;
    const moved = moveGroups(`${node.name}/first`, first, source);
    return [...moved, ...moveGroups(node.name, second, moved.at(-1)!)];
  }
  return undefined;
}

/** Axes that follow each other before and after, in the order after. */
function groupsOf(axes: readonly number[]): number[][] {
  const groups: number[][] = [];
  for (const axis of axes) {
    const last = groups.at(-1);
    if (last !== undefined && axis === last.at(-1)! + 1) last.push(axis);
    else groups.push([axis]);
  }
  return groups;
}

/** Makes the nodes that put axes into another order, the result last. */
function moveGroups(name: string, axes: readonly number[], source: RecordedNode): RecordedNode[] {
  const { shape } = formOf(source);
  const groups = groupsOf(axes);
  const before = groups.toSorted(([first], [second]) => first! - second!);
  const extentOf = (group: readonly number[]) => {
    const extents = group.map((axis) => shape[axis]!);
    // One of a group that is not fixed makes the group so.
    return extents.includes(-1) ? -1 : extents.reduce((product, extent) => product * extent, 1);
  };
  const folded = reshapeNodes(`${name}/folded`, before.map(extentOf), source);
  const moves = groups.map((group) => before.indexOf(group));
  const order = integerConstant(`${name}/order`, [moves.length], moves);
  const attributes = [attr.type("T", "float32"), attr.type("Tperm", "int32")];
  const moved = floatNode(
    { name: `${name}/moved`, op: "Transpose", attributes },
    groups.map(extentOf),
    [folded[1], order],
  );
  const result = reshapeNodes(name, axes.map((axis) => shape[axis]!), moved);
  return [...folded, order, moved, ...result];
}

import type { Endpoint, RecordedGraph, RecordedNode } from "../../runtime/recorded_graph.ts";

/**
 * Counts what the products of matrices and the convolutions compute that the outputs of a graph
 * depend on: two floating-point operations for each multiplication. Products with padding count as
 * others.
 *
 * @throws {TypeError} If there is a product of a kind that it cannot count, or of unknown shape.
 */
export function productFlop(graph: RecordedGraph): number {
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const wanted = new Set(Object.values(graph.outputs).map(({ node }) => node));
  let flop = 0;
  for (const node of graph.nodes.toReversed()) {
    if (!wanted.has(node.name)) continue;
    for (const input of node.inputs) wanted.add(input.node);
    flop += flopOf(node, node.inputs.map((input) => shapeOf(nodes, input)));
  }
  if (Number.isFinite(flop)) return flop;
  throw new TypeError(`Cannot count products as their shapes must be known: the sum is ${flop}`);
}

type Shape = readonly number[];

function flopOf({ op, outputs: [output] }: RecordedNode, inputs: readonly Shape[]): number {
  const result = output?.shape ?? [];
  switch (op) {
    case "MatMul":
    case "BatchMatMulV2":
      return 2 * sizeOf(result) * innerExtent(inputs[0]!, inputs[1]!, result);
    case "Conv2D":
    case "Conv3D":
      return 2 * sizeOf(result) * windowOf(inputs[1]!);
    case "Conv2DBackpropInput":
    case "Conv3DBackpropInputV2":
      return 2 * sizeOf(inputs[2]!) * windowOf(inputs[1]!);
    case "Conv2DBackpropFilter":
    case "Conv3DBackpropFilterV2":
      return 2 * sizeOf(inputs[2]!) * windowOf(result);
  }
  if (!/MatMul|Conv\d|Einsum/.test(op)) return 0;
  throw new TypeError(`Cannot count products as there must be none by the op ${op}`);
}

/** The extent that a product sums over, whichever of the factors is transposed. */
function innerExtent(left: Shape, right: Shape, result: Shape): number {
  const [first, second, product] = [left, right, result].map((shape) => sizeOf(shape.slice(-2)));
  return Math.sqrt(first! * second! / product!);
}

/** Values of a filter for each of its outputs: the filter is `[…, in, out]`. */
function windowOf(filter: Shape): number {
  return sizeOf(filter.slice(0, -1));
}

function sizeOf(shape: Shape): number {
  if (shape.some((extent) => extent < 0)) return NaN;
  return shape.reduce((product, extent) => product * extent, 1);
}

function shapeOf(nodes: ReadonlyMap<string, RecordedNode>, { node, output }: Endpoint): Shape {
  return nodes.get(node)!.outputs[output]!.shape;
}

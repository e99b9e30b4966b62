import { attr, type RecordedNode } from "../../../../runtime/mod.ts";
import { endpointOf, type GraphIndex } from "./graph_index.ts";
import { formOf } from "./new_nodes.ts";

/** Ops that can add a bias and rectify themselves, and what they are called then. */
const FUSED: Readonly<Record<string, string>> = {
  Conv2D: "_FusedConv2D",
  MatMul: "_FusedMatMul",
};

/** Makes a product, the bias that is added to it, and the ReLU after it one op. */
export function fuseRectifier(node: RecordedNode, graph: GraphIndex): RecordedNode[] | undefined {
  if (node.op !== "Relu") return undefined;
  const reshaped = graph.own(node, 0, "Reshape");
  const biased = graph.own(reshaped ?? node, 0, "BiasAdd");
  if (biased === undefined) return undefined;
  const name = reshaped === undefined ? node.name : `${node.name}/fused`;
  const fused = fuse(biased, graph, { name, ops: ["BiasAdd", "Relu"] });
  if (fused === undefined || reshaped === undefined) return fused && [fused];
  const inputs = [endpointOf(fused), reshaped.inputs[1]!];
  return [fused, { ...reshaped, name: node.name, inputs }];
}

/** Makes a product and the bias that is added to it one op. */
export function fuseBias(node: RecordedNode, graph: GraphIndex): RecordedNode[] | undefined {
  if (node.op !== "BiasAdd") return undefined;
  const fused = fuse(node, graph, { name: node.name, ops: ["BiasAdd"] });
  return fused && [fused];
}

interface FuseOptions {
  readonly name: string;
  /** What the op does after the product. */
  readonly ops: readonly string[];
}

function fuse(
  biased: RecordedNode,
  graph: GraphIndex,
  { name, ops }: FuseOptions,
): RecordedNode | undefined {
  const product = graph.own(biased, 0, ...Object.keys(FUSED));
  const op = product && FUSED[product.op];
  if (op === undefined) return undefined;
  const attributes = [
    ...product!.attributes,
    attr.int("num_args", 1),
    { ...attr.string("fused_ops", ""), value: ops },
  ];
  const inputs = [...product!.inputs, biased.inputs[1]!];
  return { name, op, inputs, attributes, outputs: [formOf(biased)] };
}

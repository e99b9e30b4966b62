import { attr, type RecordedNode } from "../../../../runtime/mod.ts";
import { endpointOf, type FloatConstant, type GraphIndex } from "./graph_index.ts";
import { floatConstant, floatNode, formOf } from "./new_nodes.ts";

/** Ops whose last input is a filter `[..., features]`. */
const PRODUCTS = ["Conv2D", "MatMul"];

/**
 * Computes a convolution and the batch norm after it, `(x - mean) · scale + shift`, as a convolution
 * with scaled weights and a bias.
 */
export function foldNorm(node: RecordedNode, graph: GraphIndex): RecordedNode[] | undefined {
  if (node.op !== "Add") return undefined;
  const scaled = graph.own(node, 0, "Mul");
  const centered = scaled && graph.own(scaled, 0, "Sub");
  const reshaped = centered && graph.own(centered, 0, "Reshape");
  const product = reshaped && graph.own(reshaped, 0, ...PRODUCTS);
  if (product === undefined) return undefined;
  const filter = graph.floats(product, 1);
  const [mean, scale, shift] = [
    graph.floats(centered!, 1),
    graph.floats(scaled!, 1),
    graph.floats(node, 1),
  ];
  if (filter === undefined || mean === undefined || scale === undefined || shift === undefined) {
    return undefined;
  }
  const features = filter.shape.at(-1)!;
  const isPerFeature = ({ shape }: FloatConstant) => shape.length === 1 && shape[0] === features;
  if (![mean, scale, shift].every(isPerFeature)) return undefined;
  const scaledFilter = floatConstant(
    `${node.name}/filter`,
    filter.shape,
    filter.values.map((value, index) => value * scale.values[index % features]!),
  );
  const bias = floatConstant(
    `${node.name}/bias`,
    [features],
    shift.values.map((value, index) => value - mean.values[index]! * scale.values[index]!),
  );
  const inputs = [product.inputs[0]!, endpointOf(scaledFilter)];
  const folded = { ...product, name: `${node.name}/product`, inputs };
  const attributes = [attr.type("T", "float32"), attr.string("data_format", "NHWC")];
  const biased = floatNode(
    { name: `${node.name}/biased`, op: "BiasAdd", attributes },
    formOf(product).shape,
    [folded, bias],
  );
  const result = { ...reshaped!, name: node.name };
  return [scaledFilter, bias, folded, biased, {
    ...result,
    inputs: [endpointOf(biased), reshaped!.inputs[1]!],
  }];
}

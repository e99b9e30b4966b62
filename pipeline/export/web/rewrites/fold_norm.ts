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
  const norm = findNorm(node, graph);
  if (norm === undefined) return undefined;
  const { product, reshaped, filter, mean, scale, shift } = norm;
  const features = scale.length;
  const scaledFilter = floatConstant(
    `${node.name}/filter`,
    filter.shape,
    Float32Array.from(filter.values, (value, index) => value * scale[index % features]!),
  );
  const bias = floatConstant(
    `${node.name}/bias`,
    [features],
    Float32Array.from(shift, (value, index) => value - mean[index]! * scale[index]!),
  );
  const inputs = [product.inputs[0]!, endpointOf(scaledFilter)];
  const folded = { ...product, name: `${node.name}/product`, inputs };
  const attributes = [attr.type("T", "float32"), attr.string("data_format", "NHWC")];
  const biased = floatNode(
    { name: `${node.name}/biased`, op: "BiasAdd", attributes },
    formOf(product).shape,
    [folded, bias],
  );
  return [scaledFilter, bias, folded, biased, {
    ...reshaped,
    name: node.name,
    inputs: [endpointOf(biased), reshaped.inputs[1]!],
  }];
}

/** A product, and the batch norm after it. */
interface Norm {
  readonly product: RecordedNode;
  /** Gives the product the shape of clips. */
  readonly reshaped: RecordedNode;
  readonly filter: FloatConstant;
  /** `[features]`, as `scale` and `shift`. */
  readonly mean: Float32Array;
  readonly scale: Float32Array;
  readonly shift: Float32Array;
}

/** Finds the batch norm that a sum ends, and the product before it. */
function findNorm(sum: RecordedNode, graph: GraphIndex): Norm | undefined {
  if (sum.op !== "Add") return undefined;
  const scaled = graph.own(sum, 0, "Mul");
  const centered = scaled && graph.own(scaled, 0, "Sub");
  const reshaped = centered && graph.own(centered, 0, "Reshape");
  const product = reshaped && graph.own(reshaped, 0, ...PRODUCTS);
  const filter = product && graph.floats(product, 1);
  if (filter === undefined) return undefined;
  const valuesAfter = (op: RecordedNode) => {
    const constant = graph.floats(op, 1);
    return `${constant?.shape}` === `${filter.shape.at(-1)}` ? constant?.values : undefined;
  };
  const [mean, scale, shift] = [centered!, scaled!, sum].map(valuesAfter);
  if (mean === undefined || scale === undefined || shift === undefined) return undefined;
  return { product: product!, reshaped: reshaped!, filter, mean, scale, shift };
}

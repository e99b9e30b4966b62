import { attr, type RecordedNode } from "../../../../runtime/mod.ts";
import type { GraphIndex } from "./graph_index.ts";
import { attributeOf, floatConstant } from "./new_nodes.ts";

/**
 * Stores the weight of a matrix product as the product reads it. The WebAssembly backend multiplies
 * by a transposed matrix with plain loops, more than ten times as slow.
 */
export function transposeWeight(node: RecordedNode, graph: GraphIndex): RecordedNode[] | undefined {
  if (node.op !== "MatMul" || attributeOf(node, "transpose_b") !== true) return undefined;
  const weight = graph.floats(node, 1);
  if (weight === undefined) return undefined;
  const [rows, columns] = weight.shape as [number, number];
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      values[column * rows + row] = weight.values[row * columns + column]!;
    }
  }
  const transposed = floatConstant(`${node.name}/weight`, [columns, rows], values);
  const [left] = node.inputs as [RecordedNode["inputs"][number]];
  const attributes = node.attributes.map((attribute) => {
    return attribute.name === "transpose_b" ? attr.bool("transpose_b", false) : attribute;
  });
  const inputs = [left, { node: transposed.name, output: 0 }];
  return [transposed, { ...node, inputs, attributes }];
}

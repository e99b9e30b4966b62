import { attr, DataType, type RecordedNode } from "../../../../runtime/mod.ts";
import { endpointOf } from "./graph_index.ts";

/** The first output of a node, which is there. */
export function formOf({ outputs: [form] }: RecordedNode) {
  return form!;
}

/** Returns the value of an attribute; undefined if the node has none of that name. */
export function attributeOf({ attributes }: RecordedNode, name: string): unknown {
  return attributes.find((attribute) => attribute.name === name)?.value;
}

/** Makes a constant of float32. */
export function floatConstant(
  name: string,
  shape: readonly number[],
  values: Float32Array<ArrayBuffer>,
): RecordedNode {
  const dtype = DataType.float32;
  const attributes = [attr.typeNumber("dtype", dtype)];
  return { name, op: "Const", inputs: [], attributes, outputs: [{ shape, dtype }], values };
}

/** Makes a constant of int32. */
export function integerConstant(
  name: string,
  shape: readonly number[],
  values: readonly number[],
): RecordedNode {
  const dtype = DataType.int32;
  return {
    name,
    op: "Const",
    inputs: [],
    attributes: [attr.typeNumber("dtype", dtype)],
    outputs: [{ shape, dtype }],
    values: Int32Array.from(values),
  };
}

/** Makes a node of float32 that reads others. */
export function floatNode(
  node: Pick<RecordedNode, "name" | "op" | "attributes">,
  shape: readonly number[],
  inputs: readonly RecordedNode[],
): RecordedNode {
  return {
    ...node,
    inputs: inputs.map(endpointOf),
    outputs: [{ shape, dtype: DataType.float32 }],
  };
}

/** Makes the nodes that give a tensor another shape, the constant first. */
export function reshapeNodes(
  name: string,
  shape: readonly number[],
  input: RecordedNode,
): [extents: RecordedNode, reshaped: RecordedNode] {
  const extents = integerConstant(`${name}/shape`, [shape.length], shape);
  const attributes = [attr.type("T", "float32"), attr.type("Tshape", "int32")];
  return [extents, floatNode({ name, op: "Reshape", attributes }, shape, [input, extents])];
}

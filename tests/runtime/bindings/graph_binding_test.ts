import assert from "node:assert/strict";
import { GraphBinding } from "../../../runtime/bindings/graph_binding.ts";
import { device } from "../../../runtime/device.ts";
import { attr } from "../../../runtime/ffi/attributes.ts";
import { DataType } from "../../../runtime/ffi/data_types.ts";
import { locateTensorFlow } from "../../../runtime/install/locate_tensorflow.ts";
import { thisMachine } from "../../../runtime/install/machine.ts";
import { defaultLocateOptions } from "../../../runtime/install/provision.ts";
import "../../_tensorflow.ts";

const { libraries } = await locateTensorFlow(defaultLocateOptions(thisMachine()));
const { symbols } = Deno.dlopen(libraries!.library, {
  TF_NewBuffer: { parameters: [], result: "pointer" },
  TF_FunctionToFunctionDef: { parameters: ["pointer", "pointer", "pointer"], result: "void" },
  TF_DeleteBuffer: { parameters: ["pointer"], result: "void" },
  TF_DeleteFunction: { parameters: ["pointer"], result: "void" },
});

/** Returns the text of a function (`FunctionDef`), which it deletes. */
function definitionOf(pointer: Deno.PointerObject): string {
  const buffer = symbols.TF_NewBuffer()!;
  symbols.TF_FunctionToFunctionDef(pointer, buffer, device().library.status);
  const fields = new Deno.UnsafePointerView(buffer);
  const bytes = new Uint8Array(Number(fields.getBigUint64(8)));
  Deno.UnsafePointerView.copyInto(fields.getPointer(0)!, bytes);
  symbols.TF_DeleteBuffer(buffer);
  symbols.TF_DeleteFunction(pointer);
  return new TextDecoder("latin1").decode(bytes);
}

/** Returns the number of nodes of an op: in a `NodeDef` it follows the name, as field 2. */
function countNodes(definition: string, op: string): number {
  const node = new RegExp(`${op}_\\d+\\x12${String.fromCharCode(op.length)}${op}`, "g");
  return definition.match(node)?.length ?? 0;
}

Deno.test("GraphBinding keeps small constants of the same type, shape and values as one", () => {
  const { library, binding } = device();
  const graph = new GraphBinding(library, binding);
  const made: number[] = [];
  const constant = (
    shape: readonly number[],
    dtype: number,
    values: ArrayBufferView<ArrayBuffer>,
  ) => {
    const id = binding.createTensor(shape, dtype, values);
    made.push(id);
    return id;
  };
  const add = (id: number, other: number, dtype: number) =>
    graph.executeOp("AddV2", [attr.typeNumber("T", dtype)], [id, other], 1)[0].id;
  const { float32, int32 } = DataType;
  const inputs = [graph.placeholder([1], float32).id, graph.placeholder([1], int32).id] as const;
  let [x, count] = inputs;
  for (let time = 0; time < 3; time++) {
    x = add(x, constant([], float32, Float32Array.of(0)), float32);
    x = add(x, constant([], float32, Float32Array.of(-0)), float32);
    x = add(x, constant([1], float32, Float32Array.of(0)), float32);
    x = add(x, constant([17], float32, new Float32Array(17)), float32);
    count = add(count, constant([], int32, Int32Array.of(0)), int32);
  }
  const definition = definitionOf(graph.toFunction("constants_of_a_test", inputs, [x, count]));
  graph.close();
  for (const id of made) binding.deleteTensor(id);
  assert.equal(countNodes(definition, "AddV2"), 15);
  // Four small ones, and each of the large ones.
  assert.equal(countNodes(definition, "Const"), 4 + 3);
});

Deno.test.each([[true], [false]])(
  "GraphBinding joins a product and its bias if it may (%j)",
  (joinsBiases) => {
    const { library, binding } = device();
    const graph = new GraphBinding(library, binding, { joinsBiases });
    const T = attr.type("T", "float32");
    const inputs = [[2, 3], [4, 3], [4]].map((shape) =>
      graph.placeholder(shape, DataType.float32).id
    );
    const [left, right, bias] = inputs as [number, number, number];
    const transposed = [T, attr.bool("transpose_a", false), attr.bool("transpose_b", true)];
    const [product] = graph.executeOp("MatMul", transposed, [left, right], 1);
    const [biased] = graph.executeOp("BiasAdd", [T], [product.id, bias], 1);
    assert.deepEqual(biased.shape, [2, 4]);
    // What was not made by a product stays as it is.
    const [again] = graph.executeOp("BiasAdd", [T], [biased.id, bias], 1);
    const definition = definitionOf(graph.toFunction(`biases_${joinsBiases}`, inputs, [again.id]));
    graph.close();
    assert.equal(countNodes(definition, "_FusedMatMul"), Number(joinsBiases));
    assert.equal(countNodes(definition, "BiasAdd"), joinsBiases ? 1 : 2);
  },
);

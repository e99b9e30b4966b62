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

/** Returns the number of nodes of an op: it is field 2 of a `NodeDef`. */
function countNodes(definition: string, op: string): number {
  return definition.split(`\x12${String.fromCharCode(op.length)}${op}`).length - 1;
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

import type { TensorForm, TensorMetadata } from "./bindings/binding.ts";
import { GraphBinding } from "./bindings/graph_binding.ts";
import { assertFits } from "./bindings/out_of_memory.ts";
import type { Device } from "./device.ts";
import type { Pointer } from "./ffi/library.ts";

/**
 * Records what `body` does as a TensorFlow function and adds the function to the device's context.
 *
 * @param name Name of the function, not in use yet.
 * @param inputs Forms of the function's parameters.
 * @param body Gets the parameters in the graph, runs ops, and returns the ids of the results.
 * @returns The function (`TF_Function`), the caller's to delete.
 * @throws {TensorFlowError} If the function would not fit into memory.
 */
export function trace(
  { library, context, backend, binding, kind }: Device,
  name: string,
  inputs: readonly TensorForm[],
  body: (inputs: readonly TensorMetadata[]) => readonly number[],
): Pointer {
  const graph = new GraphBinding(library, binding);
  const outer = backend.binding;
  backend.binding = graph;
  try {
    const parameters = inputs.map(({ shape, dtype }) => graph.placeholder(shape, dtype));
    const results = body(parameters);
    // A GPU has its own memory, and TensorFlow itself reports when that is exhausted.
    if (kind === "cpu") assertFits(name, graph.peakBytes(results));
    const traced = graph.toFunction(name, parameters.map(({ id }) => id), results);
    library.symbols.TFE_ContextAddFunction(context, traced, library.status);
    library.check(`TFE_ContextAddFunction for ${name}`);
    return traced;
  } finally {
    backend.binding = outer;
    graph.close();
  }
}

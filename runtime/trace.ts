import type { TensorMetadata } from "./binding.ts";
import type { Device } from "./device.ts";
import type { Pointer } from "./ffi/library.ts";
import { GraphBinding } from "./graph_binding.ts";

/** What a tensor is, without the tensor. */
export type TensorForm = Pick<TensorMetadata, "shape" | "dtype">;

/**
 * Records what `body` does as a TensorFlow function and makes it known to the device.
 *
 * @param name of the function, not in use yet
 * @param inputs the form of the function's arguments
 * @param body given the arguments in the graph, runs ops and tells the ids of the results
 * @returns the function (`TF_Function`), the caller's to delete
 */
export function trace(
  { library, context, backend, binding }: Device,
  name: string,
  inputs: readonly TensorForm[],
  body: (inputs: readonly TensorMetadata[]) => readonly number[],
): Pointer {
  const graph = new GraphBinding(library, binding);
  const outer = backend.binding;
  backend.binding = graph;
  try {
    const places = inputs.map(({ shape, dtype }) => graph.placeholder(shape, dtype));
    const results = body(places);
    const traced = graph.toFunction(name, places.map(({ id }) => id), results);
    library.symbols.TFE_ContextAddFunction(context, traced, library.status);
    library.check(`TFE_ContextAddFunction for ${name}`);
    return traced;
  } finally {
    backend.binding = outer;
    graph.close();
  }
}

import type { TensorForm, TensorMetadata } from "./bindings/binding.ts";
import { GraphBinding } from "./bindings/graph_binding.ts";
import { assertFits } from "./bindings/out_of_memory.ts";
import type { Device } from "./device.ts";
import type { Pointer } from "./ffi/library.ts";

/** What {@linkcode trace} has recorded. */
export interface TracedFunction {
  /** The function (`TF_Function`), the caller's to delete. */
  readonly pointer: Pointer;
  /** Bytes of the tensors that it holds at once, as {@linkcode GraphMemory} estimates them. */
  readonly peakBytes: number;
}

/** What {@linkcode trace} works with. */
export interface TraceOptions {
  /** Name of the function, not in use yet. */
  readonly name: string;
  /** Forms of the function's parameters. */
  readonly inputs: readonly TensorForm[];
  /** Whether a function that would not fit into memory is refused. */
  readonly mustFit: boolean;
  /** Whether XLA compiles the function. */
  readonly xla: boolean;
}

/**
 * Records what `body` does as a TensorFlow function and adds the function to the device's context.
 *
 * @param body Gets the parameters in the graph, runs ops, and returns the ids of the results. A
 * result that is freed before it returns must have been passed to `enter`.
 * @throws {TensorFlowError} If the function must fit into memory and would not.
 */
export function trace(
  { library, context, backend, binding, kind }: Device,
  { name, inputs, mustFit, xla }: TraceOptions,
  body: (inputs: readonly TensorMetadata[], enter: (id: number) => number) => readonly number[],
): TracedFunction {
  const graph = new GraphBinding(library, binding, { joinsBiases: kind === "cpu" && !xla });
  const outer = backend.binding;
  backend.binding = graph;
  try {
    const parameters = inputs.map(({ shape, dtype }) => graph.placeholder(shape, dtype));
    const results = body(parameters, (id) => graph.enter(id));
    const peakBytes = graph.peakBytes(results);
    // A GPU has its own memory, and TensorFlow itself reports when that is exhausted.
    if (mustFit && kind === "cpu") assertFits(name, peakBytes);
    const pointer = graph.toFunction(name, parameters.map(({ id }) => id), results);
    library.symbols.TFE_ContextAddFunction(context, pointer, library.status);
    library.check(`TFE_ContextAddFunction for ${name}`);
    return { pointer, peakBytes };
  } finally {
    backend.binding = outer;
    graph.close();
  }
}

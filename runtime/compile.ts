import { type Device, device } from "./device.ts";
import { GraphBinding } from "./graph_binding.ts";
import { cString } from "./ffi/library.ts";
import { tensorsOf, type TensorTree, withTensors } from "./tensor_tree.ts";
import { tf } from "./tfjs.ts";

/** A TypeScript function over tensors as one TensorFlow function. */
export interface CompiledFunction<I extends TensorTree, O extends TensorTree> {
  /**
   * Runs the function without blocking the event loop. The inputs stay the caller's and must not be
   * disposed before the promise settles; the outputs are the caller's.
   */
  (inputs: I): Promise<O>;
  /** Forgets all that was traced, when the calls under way have ended. */
  dispose(): void;
}

interface Trace<O> {
  readonly name: string;
  /** The form of the outputs; its tensors are disposed. */
  readonly outputs: O;
}

let functions = 0;

/**
 * Traces `fn`, tfjs gradients inside it included, into a TensorFlow function the first time it meets
 * inputs of some shapes and types, and calls that from then on.
 *
 * `fn` must be a pure, synchronous function of its inputs. Other tensors that it uses become
 * constants. It cannot read values (`dataSync`, `print`): that is an error which names the op.
 */
export function compile<I extends TensorTree, O extends TensorTree>(
  fn: (inputs: I) => O,
): CompiledFunction<I, O> {
  const traces = new Map<string, Trace<O>>();
  let running = 0;
  let disposed = false;

  async function call(inputs: I): Promise<O> {
    const { backend, binding } = device();
    const tensors = tensorsOf(inputs);
    const signature = tensors.map(({ dtype, shape }) => `${dtype}[${shape}]`).join();
    let trace = traces.get(signature);
    if (trace === undefined) {
      trace = traceFunction(device(), fn, inputs);
      traces.set(signature, trace);
    }
    const ids = backend.getInputTensorIds(tensors);
    running++;
    try {
      const results = await binding.callFunction(trace.name, ids, tensorsOf(trace.outputs).length);
      const outputs = results.map((result) => backend.createOutputTensor(result));
      return withTensors(trace.outputs, outputs);
    } finally {
      running--;
      if (disposed) forget();
    }
  }

  function dispose(): void {
    disposed = true;
    forget();
  }

  function forget(): void {
    if (running > 0) return;
    const { library, context } = device();
    for (const { name } of traces.values()) {
      library.symbols.TFE_ContextRemoveFunction(context, cString(name), library.status);
      library.check(`removal of ${name}`);
    }
    traces.clear();
  }

  return Object.assign(call, { dispose });
}

function traceFunction<I extends TensorTree, O extends TensorTree>(
  { library, context, backend, binding: eager }: Device,
  fn: (inputs: I) => O,
  inputs: I,
): Trace<O> {
  const graph = new GraphBinding(library, eager);
  const name = `compiled_${++functions}_${fn.name || "anonymous"}`;
  backend.binding = graph;
  try {
    const places = tensorsOf(inputs).map(({ shape, dtype }) => {
      return graph.placeholder(shape, backend.getDTypeInteger(dtype));
    });
    const outputs = tf.tidy(() => {
      const arguments_ = withTensors(inputs, places.map((p) => backend.createOutputTensor(p)));
      // tidy keeps what it finds in its result; an object of plain records is one.
      return fn(arguments_) as unknown as tf.TensorContainer;
    }) as unknown as O;
    const results = backend.getInputTensorIds(tensorsOf(outputs));
    const traced = graph.toFunction(name, places.map(({ id }) => id), results);
    tensorsOf(outputs).forEach((tensor) => tensor.dispose());
    library.symbols.TFE_ContextAddFunction(context, traced, library.status);
    library.symbols.TF_DeleteFunction(traced);
    library.check(`TFE_ContextAddFunction for ${name}`);
    return { name, outputs };
  } finally {
    backend.binding = eager;
    graph.close();
  }
}

import { type Device, device } from "./device.ts";
import { cString } from "./ffi/library.ts";
import { returnFreedMemory } from "./ffi/return_freed_memory.ts";
import { signatureOf, tensorsOf, type TensorTree, withTensors } from "./tensor_tree.ts";
import { tf } from "./tfjs.ts";
import { trace } from "./trace.ts";

/** A TypeScript function over tensors as one TensorFlow function; disposable by `using`. */
export interface CompiledFunction<I extends TensorTree, O extends TensorTree> extends Disposable {
  /**
   * Runs the function without blocking the event loop. The inputs stay the caller's and must not be
   * disposed before the promise settles; the outputs are the caller's.
   *
   * @throws {ReferenceError} after {@link dispose}
   */
  (inputs: I): Promise<O>;
  /** Forgets all that was traced, when the calls under way have ended. It cannot be called again. */
  dispose(): void;
}

/** Options of {@link compile}. */
export interface CompileOptions {
  /**
   * Compiles the function with XLA. Fuses small ops, but its convolutions on a CPU are several times
   * slower than TensorFlow's own: for GPUs, and for functions without any.
   * @default false
   */
  readonly xla?: boolean;
}

interface Trace<O> {
  readonly name: string;
  /** The form of the outputs; the tensors in it are not to be used. */
  readonly outputs: O;
}

let functions = 0;

/**
 * Traces `fn`, tfjs gradients inside it included, into a TensorFlow function the first time it meets
 * inputs of some form, shapes and types, and calls that from then on. The order of a record's keys
 * is no part of its form: `fn` sees it as in the call that is traced.
 *
 * `fn` must be a pure, synchronous function of its inputs. Other tensors that it uses become
 * constants. It cannot read values (`dataSync`, `print`): that is an error which names the op.
 */
export function compile<I extends TensorTree, O extends TensorTree>(
  fn: (inputs: I) => O,
  { xla = false }: CompileOptions = {},
): CompiledFunction<I, O> {
  const traces = new Map<string, Trace<O>>();
  let running = 0;
  let disposed = false;

  async function call(inputs: I): Promise<O> {
    if (disposed) {
      throw new ReferenceError(
        `Cannot call compiled function ${fn.name || "anonymous"}: it was disposed`,
      );
    }
    const { backend, binding } = device();
    const signature = signatureOf(inputs);
    let trace = traces.get(signature);
    const isNew = trace === undefined;
    if (trace === undefined) {
      trace = traceFunction(device(), fn, inputs);
      traces.set(signature, trace);
      // What loading and tracing left; below, what TensorFlow's preparing of the graph did.
      returnFreedMemory();
    }
    const ids = backend.getInputTensorIds(tensorsOf(inputs));
    running++;
    try {
      const results = await binding.callFunction(
        trace.name,
        ids,
        tensorsOf(trace.outputs).length,
        { xla },
      );
      if (isNew) returnFreedMemory();
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
    if (running > 0 || traces.size === 0) return;
    const { library, context } = device();
    for (const { name } of traces.values()) {
      library.symbols.TFE_ContextRemoveFunction(context, cString(name), library.status);
      library.check(`removal of ${name}`);
    }
    traces.clear();
  }

  return Object.assign(call, { dispose, [Symbol.dispose]: dispose });
}

function traceFunction<I extends TensorTree, O extends TensorTree>(
  device: Device,
  fn: (inputs: I) => O,
  inputs: I,
): Trace<O> {
  const { library, backend } = device;
  const name = `compiled_${++functions}_${fn.name || "anonymous"}`;
  const forms = tensorsOf(inputs).map(({ shape, dtype }) => {
    return { shape, dtype: backend.getDTypeInteger(dtype) };
  });
  let outputs: O;
  // Frees what `fn` made, its outputs too, while the graph is there to answer for it.
  const traced = trace(device, name, forms, (places) =>
    scoped((scope) => {
      outputs = fn(withTensors(inputs, places.map((place) => backend.createOutputTensor(place))));
      const tensors = tensorsOf(outputs);
      try {
        return backend.getInputTensorIds(tensors);
      } finally {
        // tidy passes over those that `fn` keeps. Scopes are counted up: a tensor of an earlier one is
        // from outside and stays.
        for (const tensor of tensors) if (tensor.scopeId >= scope) tensor.dispose();
      }
    }));
  library.symbols.TF_DeleteFunction(traced);
  return { name, outputs: outputs! };
}

/** `tf.tidy` for work that returns no tensors; `work` is given the number of its scope. */
function scoped<T>(work: (scope: number) => T): T {
  let result: T;
  tf.tidy(() => {
    result = work(tf.engine().state.activeScope.id);
  });
  return result!;
}

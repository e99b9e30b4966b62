import { device } from "./device.ts";
import { XLA } from "./ffi/attributes.ts";
import { cachedCString } from "./ffi/c_string.ts";
import { returnFreedMemory } from "./ffi/return_freed_memory.ts";
import { signatureOf, tensorsOf, type TensorTree, withTensors } from "./tensor_tree.ts";
import { type KernelBackend, tf } from "./tfjs.ts";
import { trace, type TraceOptions } from "./trace.ts";

/**
 * A TypeScript function over tensors as one TensorFlow function. Disposing of it (by `using`) frees
 * everything that was traced, once the current calls have ended; it cannot be called after that.
 */
export interface CompiledFunction<I extends TensorTree, O extends TensorTree> extends Disposable {
  /**
   * Runs the function without blocking the event loop. The inputs stay the caller's and must not be
   * disposed before the promise settles; the outputs are the caller's.
   *
   * @throws {ReferenceError} If the function or an input was disposed.
   * @throws {TypeError} If `fn` returns anything but a tree of tensors, such as a promise.
   */
  (inputs: I): Promise<O>;
  /**
   * Traces the function for inputs of a certain form before it is called, and returns how much
   * memory a call takes. Calls with inputs of this form run what was traced. It is not refused here
   * if there is no room for it: compare with {@linkcode memoryRoom}.
   *
   * @param inputs Only their form matters; {@linkcode shapeOnly} makes tensors without values.
   * @throws {ReferenceError} If the function was disposed.
   */
  prepare(inputs: I): FunctionMemory;
}

/** How much memory a call of a compiled function takes. */
export interface FunctionMemory {
  /**
   * Bytes of the tensors that it makes and holds at once. It is a low estimate: inputs, constants
   * and what ops need internally are not counted.
   */
  readonly peakBytes: number;
}

/** Options of {@linkcode compile}. */
export interface CompileOptions {
  /**
   * Whether to compile the function with XLA. It fuses small ops, but on a CPU its convolutions are
   * several times slower than TensorFlow's own: use it on GPUs, and for functions without
   * convolutions.
   *
   * @default false
   */
  readonly xla?: boolean;
}

/**
 * Compiles a function: the first call with inputs of a certain form, shapes and types traces `fn`,
 * tfjs gradients inside it included, into a TensorFlow function; later calls run that function. The
 * order of a record's keys is not part of its form: `fn` sees the order of the call that is traced.
 *
 * `fn` must be a pure, synchronous function of its inputs. Other tensors that it uses become
 * constants, and so do random numbers, which tfjs draws while `fn` is traced: for others in each call
 * use `statelessUniform` of `runtime/ops`, with a seed among the inputs. It cannot read values
 * (`dataSync`, `print`): the error then names the op.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { compile, startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * using slope = compile((x: tf.Tensor) => tf.grad((x) => tf.mul(x, x))(x));
 * assert.equal((await slope(tf.scalar(3))).arraySync(), 6);
 * ```
 */
export function compile<I extends TensorTree, O extends TensorTree>(
  fn: (inputs: I) => O,
  options: CompileOptions = {},
): CompiledFunction<I, O> {
  const traces = new Traces(fn, options);
  return Object.assign(
    (inputs: I) => traces.call(inputs),
    {
      prepare: (inputs: I) => traces.prepare(inputs),
      [Symbol.dispose]: () => traces.dispose(),
    },
  );
}

interface Trace<O> extends FunctionMemory {
  readonly name: string;
  /** The form of the outputs; the tensors in it must not be used. */
  readonly outputs: O;
  /** Whether a call has ended. */
  hasRun: boolean;
}

/** All traces of one function, by the signature of its inputs. */
class Traces<I extends TensorTree, O extends TensorTree> {
  readonly #fn: (inputs: I) => O;
  readonly #xla: boolean;
  readonly #traces = new Map<string, Trace<O>>();
  #running = 0;
  #disposed = false;

  constructor(fn: (inputs: I) => O, { xla = false }: CompileOptions) {
    this.#fn = fn;
    this.#xla = xla;
  }

  prepare(inputs: I): FunctionMemory {
    const { peakBytes } = this.#traceOf(inputs, { mustFit: false });
    return { peakBytes };
  }

  async call(inputs: I): Promise<O> {
    const trace = this.#traceOf(inputs, { mustFit: true });
    const { name, outputs } = trace;
    const { backend, binding } = device();
    const ids = backend.getInputTensorIds(tensorsOf(inputs));
    this.#running++;
    try {
      const count = tensorsOf(outputs).length;
      const calling = binding.callFunction(name, this.#xla ? XLA : [], ids, count);
      const isFirst = !trace.hasRun && isLarge(trace);
      const results = await (isFirst ? inLessMemory(calling) : calling);
      trace.hasRun = true;
      return withTensors(outputs, results.map((result) => backend.createOutputTensor(result)));
    } finally {
      this.#running--;
      if (this.#disposed) this.#forget();
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#forget();
  }

  #traceOf(inputs: I, { mustFit }: Pick<TraceOptions, "mustFit">): Trace<O> {
    if (this.#disposed) {
      throw new ReferenceError(
        `Cannot call compiled function ${this.#fn.name || "anonymous"} as it was disposed`,
      );
    }
    const signature = signatureOf(inputs);
    const known = this.#traces.get(signature);
    if (known !== undefined) return known;
    const trace = traceFunction(this.#fn, inputs, { mustFit, xla: this.#xla });
    this.#traces.set(signature, trace);
    return trace;
  }

  #forget(): void {
    if (this.#running > 0 || this.#traces.size === 0) return;
    const { library, context } = device();
    for (const { name } of this.#traces.values()) {
      library.symbols.TFE_ContextRemoveFunction(context, cachedCString(name), library.status);
      library.check(`TFE_ContextRemoveFunction for ${name}`);
    }
    this.#traces.clear();
  }
}

/** Bytes from which a function counts as large: what small ones leave is not worth 0.05 s each. */
const LARGE_BYTES = 16 * 2 ** 20;

function isLarge({ peakBytes }: FunctionMemory): boolean {
  return peakBytes >= LARGE_BYTES;
}

/** Milliseconds between two releases of what a first call has read. */
const RELEASE_INTERVAL = 300;

/**
 * Waits for the first call of a large function. What it does not need is given back while it runs,
 * as its tensors will take that room: freed memory of loading and tracing, and TensorFlow's code,
 * most of which is read once, to optimize the graph and to compile kernels.
 */
async function inLessMemory<T>(firstCall: Promise<T>): Promise<T> {
  const { library } = device();
  returnFreedMemory();
  const timer = setInterval(() => library.releasePages(), RELEASE_INTERVAL);
  try {
    return await firstCall;
  } finally {
    clearInterval(timer);
    library.releasePages();
  }
}

/** Number of functions traced so far, which makes their names differ. */
let tracedFunctions = 0;

type TraceFunctionOptions = Pick<TraceOptions, "mustFit" | "xla">;

function traceFunction<I extends TensorTree, O extends TensorTree>(
  fn: (inputs: I) => O,
  treeOfInputs: I,
  options: TraceFunctionOptions,
): Trace<O> {
  const { library, backend } = device();
  tracedFunctions++;
  const name = `compiled_${tracedFunctions}_${fn.name || "anonymous"}`;
  const inputs = tensorsOf(treeOfInputs).map(({ shape, dtype }) => {
    return { shape, dtype: backend.getDTypeInteger(dtype) };
  });
  let outputs: O;
  // The scope frees what `fn` made, its outputs too, while the graph still exists.
  const { pointer, peakBytes } = trace(
    device(),
    { name, inputs, ...options },
    (parameters, enter) =>
      inScope((scope) => {
        const tensors = parameters.map((parameter) => backend.createOutputTensor(parameter));
        outputs = fn(withTensors(treeOfInputs, tensors));
        return idsOfFreed(outputs, { scope, backend, enter });
      }),
  );
  library.symbols.TF_DeleteFunction(pointer);
  // `trace()` has called the function that sets `outputs`.
  return { name, outputs: outputs!, peakBytes, hasRun: false };
}

/** What {@linkcode idsOfFreed} works with. */
interface Tracing {
  /** Number of the scope of the traced function. */
  readonly scope: number;
  readonly backend: KernelBackend;
  /** Returns the id in the graph of a tensor. */
  readonly enter: (id: number) => number;
}

/**
 * Returns the ids in the graph of the tensors of `outputs`, and disposes of those made in `scope` or
 * a later one: the end of the scope would spare those for which `fn` called `tf.keep`. Tensors of
 * earlier scopes are the caller's.
 */
function idsOfFreed(outputs: TensorTree, { scope, backend, enter }: Tracing): number[] {
  const tensors = tensorsOf(outputs);
  try {
    // Constants among them are not in the graph yet.
    return backend.getInputTensorIds(tensors).map(enter);
  } finally {
    for (const tensor of tensors) {
      if (tensor.scopeId >= scope) tensor.dispose();
    }
  }
}

/**
 * Does what `tf.tidy` does for work that returns no tensors; `work` gets the number of its scope.
 */
function inScope<T>(work: (scope: number) => T): T {
  const engine = tf.engine();
  engine.startScope();
  try {
    return work(engine.state.activeScope.id);
  } finally {
    engine.endScope();
  }
}

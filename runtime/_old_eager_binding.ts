import {
  applyAttributes,
  type AttributeSetters,
  eagerSetters,
  type OpAttribute,
} from "./attributes.ts";
import { BINDING_CONSTANTS, type OpBinding, type TensorMetadata } from "./binding.ts";
import {
  cString,
  type Pointer,
  present,
  TensorFlowError,
  type TensorFlowLibrary,
} from "./ffi/library.ts";
import { type HostValues, tensorFromValues, valuesOfTensor } from "./tensor_values.ts";

/** `TF_INTERNAL` of tensorflow/c/tf_status.h. */
const INTERNAL = 13;

interface Handle extends TensorMetadata {
  readonly pointer: Pointer;
}

/**
 * Runs ops one by one as tfjs-node's kernels ask for them: the stand-in, in TypeScript, for the
 * package's C++ addon (`TFJSBinding` in its dist/tfjs_binding.d.ts).
 *
 * Owns every TensorFlow handle it gives out; `deleteTensor` frees one.
 */
export class EagerBinding implements OpBinding {
  readonly #library: TensorFlowLibrary;
  readonly #context: Pointer;
  readonly #setters: AttributeSetters;
  readonly #handles = new Map<number, Handle>();
  #nextId = 1;

  constructor(library: TensorFlowLibrary, context: Pointer) {
    this.#library = library;
    this.#context = context;
    this.#setters = eagerSetters(library);
    Object.assign(this, BINDING_CONSTANTS, { TF_Version: library.version });
  }

  /** A new tensor with a copy of `values`. */
  createTensor(shape: readonly number[], dtype: number, values: HostValues): number {
    const { symbols, status } = this.#library;
    const tensor = tensorFromValues(this.#library, shape, dtype, values);
    const handle = symbols.TFE_NewTensorHandle(tensor, status);
    symbols.TF_DeleteTensor(tensor);
    this.#library.check("TFE_NewTensorHandle");
    return this.#adopt(present(handle, "TFE_NewTensorHandle"), [...shape], dtype).id;
  }

  /** Frees the tensor. @throws {ReferenceError} if `id` is not alive */
  deleteTensor(id: number): void {
    this.#library.symbols.TFE_DeleteTensorHandle(this.#handle(id).pointer);
    this.#handles.delete(id);
  }

  /** A copy of the tensor's values; waits for the device here. */
  tensorDataSync(id: number): HostValues {
    const { shape, dtype } = this.#handle(id);
    const tensor = this.resolve(id);
    try {
      return valuesOfTensor(this.#library, tensor, shape, dtype);
    } finally {
      this.#library.symbols.TF_DeleteTensor(tensor);
    }
  }

  /** The tensor in host memory as a `TF_Tensor`, which the caller deletes. */
  resolve(id: number): Pointer {
    const { symbols, status } = this.#library;
    const tensor = symbols.TFE_TensorHandleResolve(this.#handle(id).pointer, status);
    this.#library.check("TFE_TensorHandleResolve");
    return present(tensor, "TFE_TensorHandleResolve");
  }

  /** @throws {ReferenceError} if `id` is not alive */
  metadata(id: number): TensorMetadata {
    return this.#handle(id);
  }

  /** An id that no tensor of this binding will have: for tensors that live in a graph. */
  reserveId(): number {
    return this.#nextId++;
  }

  /**
   * Runs one op.
   * @param outputs how many tensors the op makes
   * @throws {TensorFlowError} when TensorFlow refuses it, with the op's name and its inputs' shapes,
   * or when it makes another number of tensors
   * @throws {ReferenceError} if an input is not alive
   */
  executeOp(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): TensorMetadata[] {
    const { symbols, status } = this.#library;
    const op = this.#newOp(name, inputs);
    try {
      applyAttributes(this.#setters, op, attributes);
      const results = new BigUint64Array(outputs);
      const count = Int32Array.of(outputs);
      symbols.TFE_Execute(op, results, count, status);
      this.#library.check(() => this.#describe(name, inputs));
      return this.#adoptResults(`op ${name}`, results, count);
    } finally {
      symbols.TFE_DeleteOp(op);
    }
  }

  /**
   * Calls a function that was added to the context, on another thread. The inputs must stay alive
   * until it resolves.
   * @throws {TensorFlowError} when an op in it fails, or when it makes another number of tensors
   */
  async callFunction(
    name: string,
    inputs: readonly number[],
    outputs: number,
    { xla = false }: { readonly xla?: boolean } = {},
  ): Promise<TensorMetadata[]> {
    const { symbols } = this.#library;
    const op = this.#newOp(name, inputs);
    if (xla) symbols.TFE_OpSetAttrBool(op, cString("_XlaMustCompile"), 1);
    // A status of its own: this thread goes on using the shared one meanwhile.
    const status = present(symbols.TF_NewStatus(), "TF_NewStatus");
    try {
      const results = new BigUint64Array(outputs);
      const count = Int32Array.of(outputs);
      await symbols.TFE_ExecuteNonblocking(op, results, count, status);
      this.#library.check(`compiled function ${name}`, status);
      // Deno does not keep the buffers of a nonblocking call alive: their use here does.
      return this.#adoptResults(`compiled function ${name}`, results, count);
    } finally {
      symbols.TFE_DeleteOp(op);
      symbols.TF_DeleteStatus(status);
    }
  }

  /** TensorFlow handles alive. */
  getNumOfTensors(): number {
    return this.#handles.size;
  }

  isUsingGpuDevice(): boolean {
    return false;
  }

  #newOp(name: string, inputs: readonly number[]): Pointer {
    const { symbols, status } = this.#library;
    const created = symbols.TFE_NewOp(this.#context, cString(name), status);
    this.#library.check(`op ${name}`);
    const op = present(created, "TFE_NewOp");
    try {
      for (const id of inputs) {
        symbols.TFE_OpAddInput(op, this.#handle(id).pointer, status);
        this.#library.check(() => this.#describe(name, inputs));
      }
      return op;
    } catch (error) {
      symbols.TFE_DeleteOp(op);
      throw error;
    }
  }

  #handle(id: number): Handle {
    const handle = this.#handles.get(id);
    if (handle === undefined) throw new ReferenceError(`Cannot use tensor ${id}: it was disposed`);
    return handle;
  }

  #adopt(pointer: Pointer, shape: number[], dtype: number): Handle {
    const handle = { id: this.#nextId++, pointer, shape, dtype };
    this.#handles.set(handle.id, handle);
    return handle;
  }

  /** Takes over the handles that `TFE_Execute` wrote and counted: all of them, or it frees them. */
  #adoptResults(
    from: string,
    results: BigUint64Array,
    count: Int32Array,
  ): TensorMetadata[] {
    const made = count[0]!;
    const pointers = Array.from(results.subarray(0, made), (address) => {
      return Deno.UnsafePointer.create(address);
    });
    try {
      if (made !== results.length) {
        throw new TensorFlowError(
          `Cannot run ${from} as its outputs must be ${results.length}: current value is ${made}`,
          INTERNAL,
        );
      }
      return pointers
        .map((pointer) => this.#inspect(present(pointer, "TFE_Execute")))
        .map(({ pointer, shape, dtype }) => this.#adopt(pointer, shape, dtype));
    } catch (error) {
      for (const pointer of pointers) this.#library.symbols.TFE_DeleteTensorHandle(pointer);
      throw error;
    }
  }

  #inspect(pointer: Pointer): Omit<Handle, "id"> {
    const { symbols, status } = this.#library;
    const rank = symbols.TFE_TensorHandleNumDims(pointer, status);
    this.#library.check("TFE_TensorHandleNumDims");
    const shape: number[] = new Array(Math.max(0, rank));
    for (let axis = 0; axis < rank; axis++) {
      shape[axis] = Number(symbols.TFE_TensorHandleDim(pointer, axis, status));
    }
    return { pointer, shape, dtype: symbols.TFE_TensorHandleDataType(pointer) };
  }

  #describe(name: string, inputs: readonly number[]): string {
    const shapes = inputs.map((id) => `[${this.#handle(id).shape}]`);
    return `op ${name} on ${shapes.length === 0 ? "no inputs" : shapes.join(", ")}`;
  }
}

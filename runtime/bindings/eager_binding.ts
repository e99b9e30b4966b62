import {
  applyAttributes,
  attr,
  type AttributeSetters,
  eagerSetters,
  type OpAttribute,
  XLA,
} from "../ffi/attributes.ts";
import { cachedCString } from "../ffi/c_string.ts";
import { DataType } from "../ffi/data_types.ts";
import {
  INTERNAL,
  type Pointer,
  present,
  TensorFlowError,
  type TensorFlowLibrary,
} from "../ffi/library.ts";
import {
  elements,
  type HostValues,
  tensorFromValues,
  valuesOfTensor,
} from "../ffi/tensor_values.ts";
import {
  BINDING_CONSTANTS,
  type Kernel,
  type OpBinding,
  type OperandType,
  type TensorMetadata,
} from "./binding.ts";
import { opError } from "./op_error.ts";
import type { TupleOf } from "./tuple_of.ts";

/** A tensor that is alive. */
export interface LiveTensor extends TensorMetadata {
  /** Name of the op or compiled function that made it, or "createTensor". */
  readonly origin: string;
}

interface Handle extends LiveTensor {
  readonly pointer: Pointer;
}

/** Device that holds floats from the host, where there is one. */
const FIRST_GPU = "/job:localhost/replica:0/task:0/device:GPU:0";

/**
 * Runs ops one by one as tfjs-node's kernels ask for them. It replaces, in TypeScript, the
 * package's C++ addon (`TFJSBinding` in its dist/tfjs_binding.d.ts).
 *
 * Owns every TensorFlow handle that it makes; `deleteTensor` frees one.
 */
export class EagerBinding implements OpBinding {
  readonly #library: TensorFlowLibrary;
  readonly #context: Pointer;
  readonly #usesGpu: boolean;
  readonly #setters: AttributeSetters;
  readonly #handles = new Map<number, Handle>();
  #nextId = 1;
  /** One object for each op run so far, reset after use: that takes half the time of a new one. */
  readonly #ops = new Map<string, Pointer>();
  // Reused buffers that `TFE_Execute` writes: new ones for every op would cost more than all other
  // TypeScript.
  #results = new BigUint64Array(16);
  readonly #count = new Int32Array(1);

  constructor(
    library: TensorFlowLibrary,
    context: Pointer,
    { usesGpu }: { readonly usesGpu: boolean },
  ) {
    this.#library = library;
    this.#context = context;
    this.#usesGpu = usesGpu;
    this.#setters = eagerSetters(library);
    Object.assign(this, BINDING_CONSTANTS, { TF_Version: library.version });
  }

  /**
   * Makes a tensor of values on the host. Where there is a GPU, floats are copied to it at once:
   * every op that reads them would do so again, and none could write into their memory.
   */
  createTensor(shape: readonly number[], dtype: number, values: HostValues): number {
    const { symbols, status } = this.#library;
    const tensor = tensorFromValues(this.#library, shape, dtype, values);
    const created = symbols.TFE_NewTensorHandle(tensor, status);
    symbols.TF_DeleteTensor(tensor);
    this.#library.check("TFE_NewTensorHandle");
    const handle = present(created, "TFE_NewTensorHandle");
    const isMoved = this.#usesGpu && dtype === DataType.float32;
    return this.#adopt(isMoved ? this.#moved(handle) : handle, "createTensor").id;
  }

  /** Moves a tensor from the host to the GPU. */
  #moved(handle: Pointer): Pointer {
    const { symbols, status } = this.#library;
    const gpu = cachedCString(FIRST_GPU);
    const moved = symbols.TFE_TensorHandleCopyToDevice(handle, this.#context, gpu, status);
    symbols.TFE_DeleteTensorHandle(handle);
    this.#library.check("TFE_TensorHandleCopyToDevice");
    return present(moved, "TFE_TensorHandleCopyToDevice");
  }

  /**
   * Frees the tensor.
   *
   * @throws {ReferenceError} If `id` is not alive.
   */
  deleteTensor(id: number): void {
    this.#library.symbols.TFE_DeleteTensorHandle(this.#handle(id).pointer);
    this.#handles.delete(id);
  }

  /** Waits until the device has computed the tensor, and returns a copy of its values. */
  tensorDataSync(id: number): HostValues {
    const { shape, dtype } = this.#handle(id);
    const tensor = this.resolve(id);
    try {
      return valuesOfTensor(this.#library, tensor, shape, dtype);
    } finally {
      this.#library.symbols.TF_DeleteTensor(tensor);
    }
  }

  /** Returns the tensor in host memory as a `TF_Tensor`, which the caller deletes. */
  resolve(id: number): Pointer {
    const { symbols, status } = this.#library;
    const tensor = symbols.TFE_TensorHandleResolve(this.#handle(id).pointer, status);
    this.#library.check("TFE_TensorHandleResolve");
    return present(tensor, "TFE_TensorHandleResolve");
  }

  metadata(id: number): TensorMetadata {
    return this.#handle(id);
  }

  /** Returns an id for a tensor in a graph; no tensor of this binding will have it. */
  reserveId(): number {
    return this.#nextId++;
  }

  /**
   * Runs one op.
   *
   * @param outputs Number of tensors that the op makes.
   * @throws {TensorFlowError} If TensorFlow refuses it, or it makes another number of tensors.
   * @throws {ReferenceError} If an input is not alive.
   */
  executeOp<Count extends number>(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: Count,
  ): TupleOf<TensorMetadata, Count> {
    const { symbols, status } = this.#library;
    const op = this.#op(name);
    try {
      this.#addInputs(op, name, inputs);
      applyAttributes(this.#setters, op, attributes);
      if (this.#results.length < outputs) this.#results = new BigUint64Array(outputs);
      this.#count[0] = outputs;
      symbols.TFE_Execute(op, this.#results, this.#count, status);
      if (symbols.TF_GetCode(status) !== 0) throw this.#refusal(`op ${name}`, inputs);
      return this.#adoptResults(name, outputs, this.#results, this.#count);
    } finally {
      // Reset at once, because the object keeps its inputs alive.
      symbols.TFE_OpReset(op, cachedCString(name), null, status);
    }
  }

  runKernel(
    kernel: Kernel,
    inputs: readonly number[],
    operandType: OperandType,
  ): TensorMetadata[] {
    const { name } = kernel.tracedFor(inputs.map((id) => this.#handle(id)), operandType);
    return this.executeOp(name, XLA, inputs, kernel.outputs.length);
  }

  after(id: number): TensorMetadata {
    const attributes = [attr.typeNumber("T", this.metadata(id).dtype)];
    return this.executeOp("Identity", attributes, [id], 1)[0];
  }

  /**
   * Calls a function that was added to the context, or an op that may have to wait, on another
   * thread. The inputs must stay alive until the promise settles.
   *
   * @throws {TensorFlowError} If an op in it fails, or it makes another number of tensors.
   */
  async callFunction(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): Promise<TensorMetadata[]> {
    const { symbols } = this.#library;
    const op = this.#newOp(name);
    // A separate status, because this thread uses the shared one in the meantime.
    const status = present(symbols.TF_NewStatus(), "TF_NewStatus");
    try {
      this.#addInputs(op, name, inputs);
      applyAttributes(this.#setters, op, attributes);
      const results = new BigUint64Array(outputs);
      const count = Int32Array.of(outputs);
      await symbols.TFE_ExecuteNonblocking(op, results, count, status);
      if (symbols.TF_GetCode(status) !== 0) {
        throw this.#refusal(`compiled function ${name}`, inputs, status);
      }
      // Deno does not keep the buffers of a nonblocking call alive; using them here does.
      const adopted = this.#adoptResults(name, outputs, results, count);
      if (this.#usesGpu) await this.#computed(adopted, status);
      if (symbols.TF_GetCode(status) === 0) return adopted;
      for (const { id } of adopted) this.deleteTensor(id);
      throw this.#refusal(`compiled function ${name}`, inputs, status);
    } finally {
      symbols.TFE_DeleteOp(op);
      symbols.TF_DeleteStatus(status);
    }
  }

  getNumOfTensors(): number {
    return this.#handles.size;
  }

  /** Returns the tensors that are alive, in the order they were made. */
  liveTensors(): Iterable<LiveTensor> {
    return this.#handles.values();
  }

  isUsingGpuDevice(): boolean {
    return this.#usesGpu;
  }

  /**
   * Waits until the GPU has computed a function's results, of which it only queues the kernels;
   * `status` says how that ended. Later reads of the results then do not block this thread.
   */
  async #computed(results: readonly TensorMetadata[], status: Pointer): Promise<void> {
    const floats = results.filter(({ dtype }) => dtype === DataType.float32);
    const [smallest] = floats.toSorted((a, b) => elements(a.shape) - elements(b.shape));
    if (smallest === undefined) return;
    const { symbols } = this.#library;
    // Its copy to the host waits for all kernels queued before.
    const { pointer } = this.#handle(smallest.id);
    const copy = await symbols.TFE_TensorHandleResolveNonblocking(pointer, status);
    if (copy !== null) symbols.TF_DeleteTensor(copy);
  }

  #op(name: string): Pointer {
    let op = this.#ops.get(name);
    if (op === undefined) {
      op = this.#newOp(name);
      this.#ops.set(name, op);
    }
    return op;
  }

  #newOp(name: string): Pointer {
    const { symbols, status } = this.#library;
    const op = symbols.TFE_NewOp(this.#context, cachedCString(name), status);
    if (op === null) throw this.#refusal(`op ${name}`, []);
    return op;
  }

  #addInputs(op: Pointer, name: string, inputs: readonly number[]): void {
    const { symbols, status } = this.#library;
    for (const id of inputs) {
      symbols.TFE_OpAddInput(op, this.#handle(id).pointer, status);
      if (symbols.TF_GetCode(status) !== 0) throw this.#refusal(`op ${name}`, inputs);
    }
  }

  #handle(id: number): Handle {
    const handle = this.#handles.get(id);
    if (handle === undefined) {
      throw new ReferenceError(`Cannot use tensor ${id} as it was disposed`);
    }
    return handle;
  }

  /**
   * Adopts the handles that `TFE_Execute` wrote and counted; frees them if their number is wrong.
   */
  #adoptResults<Count extends number>(
    name: string,
    outputs: Count,
    results: BigUint64Array,
    count: Int32Array,
  ): TupleOf<TensorMetadata, Count> {
    const made = count[0]!;
    const handles: Handle[] = [];
    for (let index = 0; index < made; index++) {
      const pointer = present(Deno.UnsafePointer.create(results[index]!), "TFE_Execute");
      handles.push(this.#adopt(pointer, name));
    }
    if (made === outputs) return handles as TupleOf<TensorMetadata, Count>;
    for (const { id } of handles) this.deleteTensor(id);
    throw new TensorFlowError(
      `Cannot run op ${name} as its outputs must be ${outputs}: current value is ${made}`,
      INTERNAL,
    );
  }

  #adopt(pointer: Pointer, origin: string): Handle {
    const { symbols, status } = this.#library;
    const rank = symbols.TFE_TensorHandleNumDims(pointer, status);
    if (rank < 0) this.#library.check("TFE_TensorHandleNumDims");
    const shape: number[] = [];
    for (let axis = 0; axis < rank; axis++) {
      shape.push(Number(symbols.TFE_TensorHandleDim(pointer, axis, status)));
    }
    const dtype = symbols.TFE_TensorHandleDataType(pointer);
    const handle = { id: this.#nextId++, pointer, shape, dtype, origin };
    this.#handles.set(handle.id, handle);
    return handle;
  }

  #refusal(what: string, inputs: readonly number[], status?: Pointer): TensorFlowError {
    return opError(this.#library, what, inputs.map((id) => this.#handle(id)), status);
  }
}

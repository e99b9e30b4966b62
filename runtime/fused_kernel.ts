import { attr } from "./ffi/attributes.ts";
import type {
  Kernel,
  OperandType,
  TensorForm,
  TensorMetadata,
  TracedKernel,
} from "./bindings/binding.ts";
import { DataType } from "./ffi/data_types.ts";
import { type Device, device } from "./device.ts";
import type { Pointer } from "./ffi/library.ts";
import { tf } from "./tfjs.ts";
import { trace } from "./trace.ts";

/**
 * The type of a kernel's output: float32, that of one of its inputs (by index), or, for values that
 * only a convolution or matrix product reads, the one it takes.
 */
export type KernelOutput = "float32" | "operand" | number;

/**
 * Elements of the largest input from which XLA is worth the 30 ms that it takes to compile a kernel:
 * less is soon computed op by op.
 */
const WORTH_COMPILING = 2 ** 16;

/** Kernels traced so far: makes their names differ. */
let kernels = 0;

/**
 * Elementwise work and reductions as one pass over memory: a TypeScript function over tfjs tensors
 * that XLA compiles, once for inputs of one form, into machine code. That computes in float32 whatever
 * the types of its inputs and outputs are; fewer values are computed op by op, under the rules of the
 * precision that holds where it is run.
 */
export class FusedKernel implements Kernel {
  readonly outputs: readonly KernelOutput[];
  readonly #name: string;
  readonly #compute: (...inputs: tf.Tensor[]) => tf.Tensor[];
  readonly #traced = new Map<string, TracedKernel>();

  /**
   * @param compute pure, synchronous, reads no values; given float32 tensors, gives one for each of
   * `outputs`
   */
  constructor(
    name: string,
    outputs: readonly KernelOutput[],
    compute: (...inputs: tf.Tensor[]) => tf.Tensor[],
  ) {
    this.#name = name;
    this.outputs = outputs;
    this.#compute = compute;
  }

  /** Runs it, or records it where a function is being compiled. No gradient passes through it. */
  run(...inputs: tf.Tensor[]): tf.Tensor[] {
    if (inputs.every(({ size }) => size < WORTH_COMPILING)) {
      return tf.tidy(() => this.#compute(...inputs));
    }
    const { backend } = device();
    return backend.binding.runKernel(this, backend.getInputTensorIds(inputs), DataType.float32)
      .map((metadata) => backend.createOutputTensor(metadata));
  }

  /** The kernel for inputs of these forms; made when first asked for. */
  tracedFor(inputs: readonly TensorForm[], operandType: OperandType): TracedKernel {
    const forms = inputs.map(({ shape, dtype }) => `${dtype}[${shape}]`).join();
    const signature = `${forms}→${operandType}`;
    let traced = this.#traced.get(signature);
    if (traced === undefined) {
      const name = `${this.#name}_${++kernels}`;
      const types = this.outputs.map((output) => {
        if (output === "float32") return DataType.float32;
        return output === "operand" ? operandType : inputs[output]!.dtype;
      });
      traced = { name, pointer: this.#trace(device(), name, inputs, types) };
      this.#traced.set(signature, traced);
    }
    return traced;
  }

  #trace(
    device: Device,
    name: string,
    inputs: readonly TensorForm[],
    types: readonly number[],
  ): Pointer {
    const { backend } = device;
    return trace(device, name, inputs, (places) => {
      let results: number[] = [];
      tf.tidy(() => {
        const wide = places.map((place) =>
          backend.createOutputTensor(cast(place, DataType.float32))
        );
        const outputs = backend.getInputTensorIds(this.#compute(...wide));
        results = outputs.map((id, index) => {
          return cast(backend.binding.metadata(id), types[index]!).id;
        });
      });
      return results;
    });

    function cast(tensor: TensorMetadata, dtype: number): TensorMetadata {
      if (tensor.dtype === dtype) return tensor;
      const attributes = [
        attr.typeNumber("SrcT", tensor.dtype),
        attr.typeNumber("DstT", dtype),
      ];
      return backend.binding.executeOp("Cast", attributes, [tensor.id], 1)[0]!;
    }
  }
}

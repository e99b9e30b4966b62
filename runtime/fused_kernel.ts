import type {
  Kernel,
  OpBinding,
  OperandType,
  TensorForm,
  TensorMetadata,
  TracedKernel,
} from "./bindings/binding.ts";
import { device } from "./device.ts";
import { attr } from "./ffi/attributes.ts";
import { DataType } from "./ffi/data_types.ts";
import type { Pointer } from "./ffi/library.ts";
import { tf } from "./tfjs.ts";
import { trace } from "./trace.ts";
import { withoutTape } from "./without_tape.ts";

/**
 * The type of a kernel's output: float32; the type of one of its inputs, by index; or "operand",
 * the type that convolutions and matrix products take, for values that only these read.
 */
export type KernelOutput = "float32" | "operand" | number;

/**
 * Number of elements of the largest input from which it is worth compiling a kernel with XLA, which
 * takes 30 ms: smaller inputs run op by op.
 */
export const WORTH_COMPILING = 2 ** 16;

/**
 * Elementwise work and reductions as one pass over memory: a TypeScript function over tfjs tensors
 * that XLA compiles into machine code, once for each form of its inputs. The machine code computes
 * in float32, whatever the types of its inputs and outputs are. Small inputs run op by op, in the
 * current precision; the outputs have the same types.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { FusedKernel, startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const center = new FusedKernel("center", ["float32", "float32"], (x: tf.Tensor) => {
 *   const mean = tf.mean(x);
 *   return [tf.sub(x, mean), mean];
 * });
 * const [centered, mean] = center.run(tf.tensor1d([1, 2, 6]));
 * assert.deepEqual([centered.arraySync(), mean.arraySync()], [[-2, -1, 3], 3]);
 * ```
 */
export class FusedKernel<Inputs extends tf.Tensor[], Outputs extends tf.Tensor[] | [tf.Tensor]> {
  readonly #name: string;
  readonly #outputs: readonly KernelOutput[];
  readonly #compute: (...inputs: Inputs) => Outputs;
  readonly #traces: KernelTraces;
  /** The kernels of {@linkcode runEach}, by the number of their runs. */
  readonly #joint = new Map<number, KernelTraces>();

  /**
   * Creates a kernel; nothing is traced before its first run.
   *
   * @param name Start of the name that TensorFlow's errors show.
   * @param outputs Types of the outputs, in their order.
   * @param compute Pure and synchronous, reads no values; takes float32 tensors and returns a
   * tensor for each of `outputs`.
   */
  constructor(
    name: string,
    outputs: { readonly [Index in keyof Outputs]: KernelOutput },
    compute: (...inputs: Inputs) => Outputs,
  ) {
    this.#name = name;
    this.#outputs = outputs;
    this.#compute = (...inputs) => {
      const results = compute(...inputs);
      if (results.length === this.#outputs.length) return results;
      throw new RangeError(
        `Cannot run kernel ${name} as it must return ${this.#outputs.length} tensors: ` +
          `current value is ${results.length}`,
      );
    };
    this.#traces = new KernelTraces(name, outputs, (inputs) => this.#compute(...inputs as Inputs));
  }

  /**
   * Runs the kernel, or records it while a function is traced. No gradient passes through it.
   *
   * @throws {RangeError} If it returns another number of tensors than it has outputs, or an output
   * has the type of an input that is missing.
   */
  run(...inputs: Inputs): Outputs {
    return withoutTape(() =>
      inputs.every(({ size }) => size < WORTH_COMPILING)
        ? tf.tidy(() => this.#runByOps(inputs))
        : this.#runCompiled(inputs)
    );
  }

  /**
   * Runs the kernel on each of `inputs`. On a GPU all runs are compiled as one kernel: there each
   * start of a kernel costs more than a pass over a small tensor.
   */
  runEach(inputs: readonly Inputs[]): Outputs[] {
    if (device().kind === "cpu" || inputs.length < 2) {
      return inputs.map((ofRun) => this.run(...ofRun));
    }
    const traces = this.#jointTraces(inputs.length, inputs[0]!.length);
    const results = withoutTape(() => runTraced(traces, inputs.flat()));
    const { length } = this.#outputs;
    return inputs.map((_, run) => results.slice(run * length, (run + 1) * length) as Outputs);
  }

  #runByOps(inputs: Inputs): Outputs {
    const wide = inputs.map((input) => withType(input, "float32")) as Inputs;
    return this.#compute(...wide).map((result, index) => {
      const output = this.#outputs[index]!;
      const dtype = typeof output === "number" ? inputAt(inputs, output).dtype : "float32";
      // An output is a tensor of its own, also where it is an input.
      return wide.includes(result) ? tf.cast(result, dtype) : withType(result, dtype);
    }) as Outputs;
  }

  #runCompiled(inputs: Inputs): Outputs {
    return runTraced(this.#traces, inputs) as Outputs;
  }

  /** Returns the kernel of several runs, each with `width` inputs. */
  #jointTraces(runs: number, width: number): KernelTraces {
    let traces = this.#joint.get(runs);
    if (traces === undefined) {
      const outputs = Array.from(
        { length: runs },
        (_, run) =>
          this.#outputs.map((output) => typeof output === "number" ? run * width + output : output),
      ).flat();
      traces = new KernelTraces(
        `${this.#name}_of_each`,
        outputs,
        (inputs) =>
          Array.from({ length: runs }, (_, run) => {
            const ofRun = inputs.slice(run * width, (run + 1) * width);
            return this.#compute(...ofRun as Inputs);
          }).flat(),
      );
      this.#joint.set(runs, traces);
    }
    return traces;
  }
}

function runTraced(traces: KernelTraces, inputs: readonly tf.Tensor[]): tf.Tensor[] {
  const { backend } = device();
  const ids = backend.getInputTensorIds(inputs);
  const results = backend.binding.runKernel(traces, ids, DataType.float32);
  return results.map((metadata) => backend.createOutputTensor(metadata));
}

/** Number of kernels traced so far, which makes their names differ. */
let tracedKernels = 0;

/** The TensorFlow functions of one kernel, by the forms of their inputs and the operand type. */
class KernelTraces implements Kernel {
  readonly outputs: readonly KernelOutput[];
  readonly #name: string;
  readonly #compute: (inputs: tf.Tensor[]) => tf.Tensor[];
  readonly #traced = new Map<string, TracedKernel>();

  constructor(
    name: string,
    outputs: readonly KernelOutput[],
    compute: (inputs: tf.Tensor[]) => tf.Tensor[],
  ) {
    this.#name = name;
    this.outputs = outputs;
    this.#compute = compute;
  }

  tracedFor(inputs: readonly TensorForm[], operandType: OperandType): TracedKernel {
    const forms = inputs.map(({ shape, dtype }) => `${dtype}[${shape}]`).join();
    const signature = `${forms}→${operandType}`;
    let traced = this.#traced.get(signature);
    if (traced === undefined) {
      tracedKernels++;
      const name = `${this.#name}_${tracedKernels}`;
      traced = { name, pointer: this.#trace(name, inputs, operandType) };
      this.#traced.set(signature, traced);
    }
    return traced;
  }

  runByOps(inputs: readonly TensorMetadata[], operandType: OperandType): TensorMetadata[] {
    const { backend } = device();
    let results: TensorMetadata[] = [];
    tf.tidy(() => {
      const wide = inputs.map((input) =>
        backend.createOutputTensor(cast(backend.binding, input, DataType.float32))
      );
      const outputs = backend.getInputTensorIds(this.#compute(wide));
      results = outputs.map((id, index) => {
        const type = this.#typeOfOutput(index, inputs, operandType);
        return cast(backend.binding, backend.binding.metadata(id), type);
      });
    });
    return results;
  }

  #typeOfOutput(index: number, inputs: readonly TensorForm[], operandType: OperandType): number {
    const output = this.outputs[index]!;
    if (output === "float32") return DataType.float32;
    return output === "operand" ? operandType : inputAt(inputs, output).dtype;
  }

  #trace(name: string, inputs: readonly TensorForm[], operandType: OperandType): Pointer {
    // XLA fuses what the kernel computes, so most of its tensors take no memory.
    const options = { name, inputs, mustFit: false, xla: true };
    const { pointer } = trace(device(), options, (parameters) => {
      return this.runByOps(parameters, operandType).map(({ id }) => id);
    });
    return pointer;
  }
}

/** Casts a tensor; returns the tensor itself if it already has the type. */
function cast(binding: OpBinding, tensor: TensorMetadata, dtype: number): TensorMetadata {
  if (tensor.dtype === dtype) return tensor;
  const attributes = [
    attr.typeNumber("SrcT", tensor.dtype),
    attr.typeNumber("DstT", dtype),
  ];
  return binding.executeOp("Cast", attributes, [tensor.id], 1)[0];
}

function withType(tensor: tf.Tensor, dtype: tf.DataType): tf.Tensor {
  return tensor.dtype === dtype ? tensor : tf.cast(tensor, dtype);
}

function inputAt<Input>(inputs: readonly Input[], index: number): Input {
  const input = inputs[index];
  if (input !== undefined) return input;
  throw new RangeError(
    `Cannot run a kernel as an output's input must be below ${inputs.length}: ` +
      `current value is ${index}`,
  );
}

import {
  BINDING_CONSTANTS,
  type Kernel,
  type OpBinding,
  type OperandType,
  type TensorMetadata,
} from "../../runtime/bindings/binding.ts";
import type { EagerBinding } from "../../runtime/bindings/eager_binding.ts";
import type { TupleOf } from "../../runtime/bindings/tuple_of.ts";
import type { OpAttribute } from "../../runtime/ffi/attributes.ts";
import type { HostValues } from "../../runtime/ffi/tensor_values.ts";

/** An op that ran, and how long. */
export interface TimedOp {
  /** Name of the op, or of the kernel without its number. */
  readonly name: string;
  readonly attributes: readonly OpAttribute[];
  /** Shapes of its inputs. */
  readonly shapes: readonly (readonly number[])[];
  readonly seconds: number;
}

/** Runs ops through the eager binding, and reports the time of each. */
export class TimingBinding implements OpBinding {
  readonly #eager: EagerBinding;
  readonly #report: (op: TimedOp) => void;

  constructor(eager: EagerBinding, report: (op: TimedOp) => void) {
    this.#eager = eager;
    this.#report = report;
    Object.assign(this, BINDING_CONSTANTS);
  }

  createTensor(shape: readonly number[], dtype: number, values: HostValues): number {
    return this.#eager.createTensor(shape, dtype, values);
  }

  deleteTensor(id: number): void {
    this.#eager.deleteTensor(id);
  }

  tensorDataSync(id: number): HostValues {
    return this.#eager.tensorDataSync(id);
  }

  metadata(id: number): TensorMetadata {
    return this.#eager.metadata(id);
  }

  executeOp<Count extends number>(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: Count,
  ): TupleOf<TensorMetadata, Count> {
    const run = () => this.#eager.executeOp(name, attributes, inputs, outputs);
    return this.#timed({ name, attributes, inputs }, run);
  }

  runKernel(
    kernel: Kernel,
    inputs: readonly number[],
    operandType: OperandType,
  ): TensorMetadata[] {
    const forms = inputs.map((id) => this.metadata(id));
    const name = kernel.tracedFor(forms, operandType).name.replace(/_\d+$/, "");
    const run = () => this.#eager.runKernel(kernel, inputs, operandType);
    return this.#timed({ name, attributes: [], inputs }, run);
  }

  after(id: number): TensorMetadata {
    return this.#eager.after(id);
  }

  getNumOfTensors(): number {
    return this.#eager.getNumOfTensors();
  }

  isUsingGpuDevice(): boolean {
    return this.#eager.isUsingGpuDevice();
  }

  #timed<Result>(
    { name, attributes, inputs }: Pick<TimedOp, "name" | "attributes"> & {
      readonly inputs: readonly number[];
    },
    run: () => Result,
  ): Result {
    const shapes = inputs.map((id) => this.metadata(id).shape);
    const startedAt = performance.now();
    const result = run();
    const seconds = (performance.now() - startedAt) / 1000;
    this.#report({ name, attributes, shapes, seconds });
    return result;
  }
}

import { attr, type OpAttribute } from "../ffi/attributes.ts";
import { DataType, dataTypeName } from "../ffi/data_types.ts";
import type { TensorFlowLibrary } from "../ffi/library.ts";
import type { HostValues } from "../ffi/tensor_values.ts";
import type { Endpoint, RecordedNode, RecordedValues } from "../recorded_graph.ts";
import {
  BINDING_CONSTANTS,
  type Kernel,
  type OpBinding,
  type OperandType,
  type TensorForm,
  type TensorMetadata,
} from "./binding.ts";
import type { EagerBinding } from "./eager_binding.ts";
import { GraphBinding } from "./graph_binding.ts";
import { INFERRED_TYPE } from "./op_signatures.ts";
import type { TupleOf } from "./tuple_of.ts";

/** A tensor outside the recording, as a constant in it. */
interface Constant {
  readonly endpoint: Endpoint;
  /** Its id in the graph that infers shapes. */
  readonly inferenceId: number;
}

/**
 * Records ops as plain data, to be written in formats of other programs. What follows from the
 * placeholders is recorded; everything else, such as what is computed of weights alone, is run at
 * once, and becomes a constant if it is used. Kernels are recorded op by op.
 *
 * TensorFlow itself infers the shapes and checks the ops, in a graph of its own.
 */
export class RecordingBinding implements OpBinding {
  /** What has been recorded so far, in this order. */
  readonly nodes: RecordedNode[] = [];
  readonly #eager: EagerBinding;
  readonly #inference: GraphBinding;
  readonly #recorded = new Map<number, Endpoint>();
  readonly #constants = new Map<number, Constant>();

  constructor(library: TensorFlowLibrary, eager: EagerBinding) {
    this.#eager = eager;
    this.#inference = new GraphBinding(library, eager);
    Object.assign(this, BINDING_CONSTANTS, { TF_Version: library.version });
  }

  createTensor(shape: readonly number[], dtype: number, values: HostValues): number {
    return this.#eager.createTensor(shape, dtype, values);
  }

  deleteTensor(id: number): void {
    if (!this.#recorded.has(id)) this.#eager.deleteTensor(id);
  }

  metadata(id: number): TensorMetadata {
    return this.#inference.metadata(id);
  }

  tensorDataSync(id: number): HostValues {
    return this.#inference.tensorDataSync(id);
  }

  executeOp<Count extends number>(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: Count,
  ): TupleOf<TensorMetadata, Count> {
    if (!this.#isRecorded(inputs)) {
      return this.#eager.executeOp(name, attributes, inputs, outputs);
    }
    const endpoints = inputs.map((id) => this.endpoint(id));
    const inferenceIds = inputs.map((id) => this.#constants.get(id)?.inferenceId ?? id);
    const results = this.#inference.executeOp(name, attributes, inferenceIds, outputs);
    const node = this.#add({
      op: name,
      inputs: endpoints,
      attributes: this.#withType(name, attributes, inputs),
      outputs: results,
    });
    for (const [output, { id }] of (results as readonly TensorMetadata[]).entries()) {
      this.#recorded.set(id, { node: node.name, output });
    }
    return results;
  }

  runKernel(
    kernel: Kernel,
    inputs: readonly number[],
    operandType: OperandType,
  ): TensorMetadata[] {
    if (!this.#isRecorded(inputs)) return this.#eager.runKernel(kernel, inputs, operandType);
    // Tensors outside the recording are freed by the kernel: it gets copies of them.
    const tensors = inputs.map((id) => this.#recorded.has(id) ? this.metadata(id) : this.#copy(id));
    return kernel.runByOps(tensors, operandType);
  }

  after(id: number): TensorMetadata {
    const attributes = [attr.typeNumber("T", this.metadata(id).dtype)];
    return this.executeOp("Identity", attributes, [id], 1)[0];
  }

  getNumOfTensors(): number {
    return this.#eager.getNumOfTensors();
  }

  isUsingGpuDevice(): boolean {
    return this.#eager.isUsingGpuDevice();
  }

  /** Adds an input. */
  placeholder(name: string, { shape, dtype }: TensorForm): TensorMetadata {
    const metadata = this.#inference.placeholder(shape, dtype);
    const attributes = [attr.typeNumber("dtype", dtype), attr.shape("shape", shape)];
    const node = { name, op: "Placeholder", inputs: [], attributes, outputs: [{ shape, dtype }] };
    this.nodes.push(node);
    this.#recorded.set(metadata.id, { node: name, output: 0 });
    return metadata;
  }

  /** Returns what a tensor is in the recording; one from outside becomes a constant. */
  endpoint(id: number): Endpoint {
    const recorded = this.#recorded.get(id) ?? this.#constants.get(id)?.endpoint;
    return recorded ?? this.#capture(id).endpoint;
  }

  /** Frees what the inference of shapes has taken; what was recorded stays. */
  close(): void {
    this.#inference.close();
  }

  #isRecorded(inputs: readonly number[]): boolean {
    return inputs.some((id) => this.#recorded.has(id));
  }

  #copy(id: number): TensorMetadata {
    const attributes = [attr.typeNumber("T", this.#eager.metadata(id).dtype)];
    return this.#eager.executeOp("Identity", attributes, [id], 1)[0];
  }

  #valuesOf(id: number): RecordedValues {
    const values = this.#eager.tensorDataSync(id);
    if (isRecordable(values)) return values;
    const { dtype } = this.#eager.metadata(id);
    throw new TypeError(
      "Cannot record a constant as its type must be float32, int32, uint8 or bool: " +
        `current value is ${dataTypeName(dtype)}`,
    );
  }

  #capture(id: number): Constant {
    const { shape, dtype } = this.#eager.metadata(id);
    const values = this.#valuesOf(id);
    const node = this.#add({
      op: "Const",
      inputs: [],
      attributes: [attr.typeNumber("dtype", dtype)],
      outputs: [{ shape, dtype }],
      values,
    });
    // Shapes can follow from integers; floats need not be copied.
    const inferenceId = dtype === DataType.float32
      ? this.#inference.placeholder(shape, dtype).id
      : id;
    const constant = { endpoint: { node: node.name, output: 0 }, inferenceId };
    this.#constants.set(id, constant);
    return constant;
  }

  #withType(
    op: string,
    attributes: readonly OpAttribute[],
    [first]: readonly number[],
  ): readonly OpAttribute[] {
    if (first === undefined || !INFERRED_TYPE.has(op)) return attributes;
    return [...attributes, attr.typeNumber("T", this.metadata(first).dtype)];
  }

  #add(node: Omit<RecordedNode, "name">): RecordedNode {
    const outputs = node.outputs.map(({ shape, dtype }) => ({ shape, dtype }));
    const named = { ...node, outputs, name: `${node.op}_${this.nodes.length}` };
    this.nodes.push(named);
    return named;
  }
}

function isRecordable(values: HostValues): values is RecordedValues {
  return values instanceof Float32Array || values instanceof Int32Array ||
    values instanceof Uint8Array;
}

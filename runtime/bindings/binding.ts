import { AttributeType, type OpAttribute } from "../ffi/attributes.ts";
import { DataType } from "../ffi/data_types.ts";
import type { Pointer } from "../ffi/library.ts";
import type { HostValues } from "../ffi/tensor_values.ts";
import type { TupleOf } from "./tuple_of.ts";

/** What tfjs-node's kernels need to know about a tensor. */
export interface TensorMetadata {
  readonly id: number;
  readonly shape: number[];
  /** One of {@linkcode DataType}. */
  readonly dtype: number;
}

/**
 * What tfjs-node's kernels need of their binding (`TFJSBinding` in the package's
 * dist/tfjs_binding.d.ts, without SavedModels): here an op is either run at once or added to a
 * graph.
 */
export interface OpBinding {
  /** Makes a tensor with a copy of `values`. */
  createTensor(shape: readonly number[], dtype: number, values: HostValues): number;
  /** Frees a tensor. */
  deleteTensor(id: number): void;
  /** Returns a copy of a tensor's values. */
  tensorDataSync(id: number): HostValues;
  /** Runs or records one op that makes `outputs` tensors. */
  executeOp<Count extends number>(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: Count,
  ): TupleOf<TensorMetadata, Count>;
  /** Runs or records one kernel. */
  runKernel(
    kernel: Kernel,
    inputs: readonly number[],
    operandType: OperandType,
  ): TensorMetadata[];
  /**
   * Returns the values of `id` as a new tensor; a compiled function makes it only after all
   * `others`.
   */
  after(id: number, others: readonly number[]): TensorMetadata;
  /** Tensors that are used before they are made; undefined where ops run at once. */
  readonly lateTensors?: LateTensors | undefined;
  /**
   * Returns a tensor's id, shape and type.
   *
   * @throws {ReferenceError} If `id` is not alive.
   */
  metadata(id: number): TensorMetadata;
  /** Returns the number of TensorFlow handles that are alive. */
  getNumOfTensors(): number;
  /** Whether ops run on a GPU where they can. */
  isUsingGpuDevice(): boolean;
}

/** Tensors of a graph that are used before they are made. */
export interface LateTensors {
  /** Adds a tensor of this form to the graph; `settle` says later what it is. */
  add(form: TensorForm): TensorMetadata;
  /** Makes a late tensor the same as `value`, a tensor of its form that does not depend on it. */
  settle(late: number, value: number): void;
}

/** The constants that tfjs-node's kernels read from their binding. */
export const BINDING_CONSTANTS = {
  TF_FLOAT: DataType.float32,
  TF_INT32: DataType.int32,
  TF_INT64: DataType.int64,
  TF_BOOL: DataType.bool,
  TF_COMPLEX64: DataType.complex64,
  TF_STRING: DataType.string,
  TF_RESOURCE: DataType.resource,
  TF_UINT8: DataType.uint8,
  TF_ATTR_STRING: AttributeType.string,
  TF_ATTR_INT: AttributeType.int,
  TF_ATTR_FLOAT: AttributeType.float,
  TF_ATTR_BOOL: AttributeType.bool,
  TF_ATTR_TYPE: AttributeType.type,
  TF_ATTR_SHAPE: AttributeType.shape,
} as const;

/** The type of the operands of convolutions and matrix products: bfloat16 in mixed precision. */
export type OperandType = typeof DataType.float32 | typeof DataType.bfloat16;

/** Shape and type of a tensor. */
export type TensorForm = Pick<TensorMetadata, "shape" | "dtype">;

/** Elementwise work and reductions that run as one TensorFlow function. */
export interface Kernel {
  /** One item for each output; a binding only needs their number. */
  readonly outputs: readonly unknown[];
  /** Returns the function for inputs of these forms; the first call with them traces it. */
  tracedFor(inputs: readonly TensorForm[], operandType: OperandType): TracedKernel;
  /**
   * Records the kernel op by op in the current binding, a graph's. The tensors that it gets are
   * freed unless they belong to the graph.
   */
  runByOps(inputs: readonly TensorMetadata[], operandType: OperandType): TensorMetadata[];
}

/** A TensorFlow function made of a kernel, for inputs of one form. */
export interface TracedKernel {
  readonly name: string;
  /** `TF_Function`; lives as long as the process. */
  readonly pointer: Pointer;
}

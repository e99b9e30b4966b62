import type { ElementType } from "./element_type.ts";
import type { TensorValues } from "./tensor_values.ts";

/** Type and shape of a tensor in a file. */
export interface TensorInfo {
  /** Type of its elements. */
  readonly dtype: ElementType;
  /** Its extents; empty for a scalar. */
  readonly shape: readonly number[];
}

/** An open file of tensors of any format. Holds files: dispose of it, best by `using`. */
export interface TensorFile extends Disposable {
  /** Path of the file, or of the index if the tensors are spread over several files. */
  readonly path: string;
  /** Type and shape of each tensor, in the file's order. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /**
   * What the file says besides: the strings that a safetensors file has, or the strings and numbers
   * of a PyTorch checkpoint, such as `epoch`; those of nested dictionaries with dots in between.
   */
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * Reads the values of one tensor. Several reads may run at once.
   *
   * @throws {SafetensorsError | PyTorchError} If there is no such tensor, it cannot be read, or its
   * type is one that is not read.
   */
  read(name: string): Promise<TensorValues>;
}

/**
 * Tensors in files of PyTorch, read without Python and without executing anything in them. Loads no
 * TensorFlow.
 *
 * @module
 */
export type { ElementType } from "../tensor_files/element_type.ts";
export { TensorFileError, type TensorFileErrorOptions } from "../tensor_files/tensor_file_error.ts";
export type { TensorFile, TensorInfo } from "../tensor_files/tensor_file.ts";
export type { TensorValues } from "../tensor_files/tensor_values.ts";
export { PyTorchError } from "./pytorch_error.ts";
export { type PyTorchOptions, PyTorchReader } from "./pytorch_reader.ts";

/**
 * Weight files in the safetensors format: reading with every check of the format, and writing that
 * replaces a file as a whole or not at all. Loads no TensorFlow.
 *
 * @module
 */
export type { ElementType } from "../tensor_files/element_type.ts";
export { TensorFileError, type TensorFileErrorOptions } from "../tensor_files/tensor_file_error.ts";
export type { TensorFile, TensorInfo } from "../tensor_files/tensor_file.ts";
export type { TensorValues } from "../tensor_files/tensor_values.ts";
export type { TensorEntry } from "./_header.ts";
export { SafetensorsError } from "./safetensors_error.ts";
export { SafetensorsReader } from "./safetensors_reader.ts";
export { type TensorToWrite, writeSafetensors, type WrittenType } from "./write_safetensors.ts";

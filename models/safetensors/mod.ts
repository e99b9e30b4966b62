/**
 * Weight files in the safetensors format: reading with every check of the format, and writing that
 * replaces a file as a whole or not at all. Loads no TensorFlow.
 *
 * @module
 */
export type { ElementType, TensorEntry } from "./_header.ts";
export { SafetensorsError } from "./safetensors_error.ts";
export { SafetensorsReader, type TensorValues } from "./safetensors_reader.ts";
export { type TensorToWrite, writeSafetensors, type WrittenType } from "./write_safetensors.ts";

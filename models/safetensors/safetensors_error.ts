import { TensorFileError } from "../tensor_files/tensor_file_error.ts";

/**
 * Thrown when a safetensors file breaks the format.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { SafetensorsError, SafetensorsReader } from "@actnetformer/deno/models/safetensors";
 *
 * const path = await Deno.makeTempFile();
 * await assert.rejects(SafetensorsReader.open(path), SafetensorsError);
 * await Deno.remove(path);
 * ```
 */
export class SafetensorsError extends TensorFileError {
  /** The class's name. */
  override readonly name = "SafetensorsError";

  /**
   * Creates the error for a file.
   *
   * @param path Path of the file.
   * @param reason What breaks the format.
   */
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(path, reason, { ...options, format: "safetensors" });
  }
}

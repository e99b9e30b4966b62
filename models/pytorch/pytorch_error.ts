import { TensorFileError } from "../tensor_files/tensor_file_error.ts";

/**
 * Thrown when a PyTorch file is damaged, or holds other things than a dictionary of tensors.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { PyTorchError, PyTorchReader } from "@actnetformer/deno/models/pytorch";
 *
 * await assert.rejects(PyTorchReader.open("missing.pth"), PyTorchError);
 * ```
 */
export class PyTorchError extends TensorFileError {
  /** The class's name. */
  override readonly name = "PyTorchError";

  /**
   * Creates the error for a file.
   *
   * @param path Path of the file.
   * @param reason What is wrong with it.
   */
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(path, reason, { ...options, format: "a PyTorch file" });
  }
}

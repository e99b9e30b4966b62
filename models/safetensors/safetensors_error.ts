/**
 * Thrown when a safetensors file breaks the format.
 *
 * @example
 * ```ts
 * import { SafetensorsError, SafetensorsReader } from "@actnetformer/deno/models/safetensors";
 * import assert from "node:assert/strict";
 *
 * const path = await Deno.makeTempFile();
 * await assert.rejects(SafetensorsReader.open(path), SafetensorsError);
 * await Deno.remove(path);
 * ```
 */
export class SafetensorsError extends Error {
  /** The class's name, for messages. */
  override readonly name = "SafetensorsError";
  /** The file. */
  readonly path: string;

  /**
   * Creates the error for a file.
   *
   * @param path The file.
   * @param reason What breaks the format.
   */
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`Cannot read '${path}' as safetensors: ${reason}`, options);
    this.path = path;
  }
}

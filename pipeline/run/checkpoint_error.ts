/**
 * Thrown when a checkpoint is broken, or belongs to another model or another run.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { CheckpointError } from "@actnetformer/deno/pipeline";
 *
 * const error = new CheckpointError("step-000001.safetensors", "Cannot open it as …");
 * assert.equal(error.path, "step-000001.safetensors");
 * ```
 */
export class CheckpointError extends Error {
  /** The class's name. */
  override readonly name = "CheckpointError";
  /** The checkpoint's file. */
  readonly path: string;

  /**
   * Creates an error about a checkpoint.
   *
   * @param path The checkpoint's file.
   * @param message The whole message.
   */
  constructor(path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.path = path;
  }
}

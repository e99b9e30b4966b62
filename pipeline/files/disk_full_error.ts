/**
 * Thrown when a file of a run could not be written because the disk is full.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { DiskFullError } from "@actnetformer/deno/pipeline";
 *
 * const error = new DiskFullError("runs/mine/config.json", "Cannot write it as …");
 * assert.equal(error.path, "runs/mine/config.json");
 * ```
 */
export class DiskFullError extends Error {
  /** The class's name. */
  override readonly name = "DiskFullError";
  /** The file that could not be written. */
  readonly path: string;

  /**
   * Creates an error about a file.
   *
   * @param path The file that could not be written.
   * @param message The whole message.
   */
  constructor(path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.path = path;
  }
}

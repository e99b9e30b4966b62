/**
 * Thrown when a run folder is missing, exists already, has no checkpoint or is used by another
 * process.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { findRunFolder, RunFolderError } from "@actnetformer/deno/pipeline";
 *
 * assert.throws(() => findRunFolder("mine", { root: "no folder" }), RunFolderError);
 * ```
 */
export class RunFolderError extends Error {
  /** The class's name. */
  override readonly name = "RunFolderError";
}

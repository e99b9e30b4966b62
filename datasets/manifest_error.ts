import { shortenMiddle } from "../runtime/text/shorten_middle.ts";

/**
 * Thrown when a data set cannot be used as it is; the message says on one line what to correct.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ManifestError } from "@actnetformer/deno/datasets";
 *
 * const error = new ManifestError("videos", "it does not exist");
 * assert.equal(error.message, "Cannot read videos from 'videos': it does not exist");
 * ```
 */
export class ManifestError extends Error {
  /** The name of this class. */
  override readonly name = "ManifestError";
  /** The folder or list that is wrong. */
  readonly path: string;

  /**
   * Creates the error of one data set.
   *
   * @param path The folder or list that is wrong.
   * @param problem What is wrong with it, in one line.
   */
  constructor(path: string, problem: string, options: ErrorOptions = {}) {
    super(`Cannot read videos from '${path}': ${shortenMiddle(problem)}`, options);
    this.path = path;
  }
}

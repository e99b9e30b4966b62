/**
 * Thrown when a file of weights cannot be read: it is missing, damaged or of an unknown format.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openWeights, TensorFileError } from "@actnetformer/deno/models";
 *
 * await assert.rejects(openWeights("missing.pth"), TensorFileError);
 * ```
 */
export class TensorFileError extends Error {
  /** The class's name. */
  override readonly name: string = "TensorFileError";
  /** Path of the file. */
  readonly path: string;

  /**
   * Creates the error for a file.
   *
   * @param path Path of the file.
   * @param reason What is wrong with it.
   */
  constructor(path: string, reason: string, options: TensorFileErrorOptions = {}) {
    super(`Cannot read '${path}' as ${options.format ?? "weights"}: ${bounded(reason)}`, options);
    this.path = path;
  }
}

/** Characters of a reason, at most, and of those the last ones, which say what to do. */
const [LIMIT, END] = [1200, 400];

/** Leaves out the middle of a reason that holds too much of a file's own text. */
function bounded(reason: string): string {
  if (reason.length <= LIMIT) return reason;
  return `${reason.slice(0, LIMIT - END)} [...] ${reason.slice(-END)}`;
}

/** Options of {@linkcode TensorFileError}. */
export interface TensorFileErrorOptions extends ErrorOptions {
  /**
   * What the file was read as.
   *
   * @default "weights"
   */
  readonly format?: string | undefined;
}

/** An error class for the files of one format, or of any. */
export type TensorFileErrorClass = new (
  path: string,
  reason: string,
  options?: ErrorOptions,
) => TensorFileError;

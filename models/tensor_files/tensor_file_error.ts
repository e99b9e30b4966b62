import { shortenMiddle } from "../../runtime/text/shorten_middle.ts";

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
    super(
      `Cannot read '${path}' as ${options.format ?? "weights"}: ${shortenMiddle(reason)}`,
      options,
    );
    this.path = path;
  }
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

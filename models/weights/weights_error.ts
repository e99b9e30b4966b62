/**
 * Thrown when a weight file does not fit the model.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WeightsError } from "@actnetformer/deno/models";
 *
 * const error = new WeightsError("a.safetensors", "slow_r50", ["unexpected: pos_embed"]);
 * assert.equal(error.message, "Cannot load 'a.safetensors' into slow_r50:\n  unexpected: pos_embed");
 * ```
 */
export class WeightsError extends Error {
  /** The class's name. */
  override readonly name = "WeightsError";
  /** Path of the file. */
  readonly path: string;
  /** One line for each tensor that is missing, unexpected or of another shape or type. */
  readonly problems: readonly string[];

  /**
   * Creates the error for a file and a model.
   *
   * @param path Path of the file.
   * @param model Name of the model.
   * @param problems What does not fit, one line for each tensor.
   */
  constructor(path: string, model: string, problems: readonly string[]) {
    super(
      `Cannot load '${path}' into ${model}:\n${problems.map((line) => `  ${line}`).join("\n")}`,
    );
    this.path = path;
    this.problems = problems;
  }
}

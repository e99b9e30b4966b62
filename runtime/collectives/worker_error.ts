/**
 * Thrown when workers cannot work together: one is missing, has ended, does not answer, or was
 * started for something else.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WorkerError } from "@actnetformer/deno/runtime/collectives";
 *
 * const error = new WorkerError("Cannot continue as worker 1 must answer", { task: 1 });
 * assert.equal(error.task, 1);
 * ```
 */
export class WorkerError extends Error {
  /** The class's name. */
  override readonly name = "WorkerError";
  /** The worker that is to blame; undefined if that is not known, or it is not a single one. */
  readonly task: number | undefined;

  /** Creates the error. */
  constructor(
    message: string,
    { task, cause }: { readonly task?: number | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.task = task;
  }
}

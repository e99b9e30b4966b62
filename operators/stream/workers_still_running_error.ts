/** The most characters of an item in a message. */
const MAX_CHARACTERS = 80;

/**
 * Thrown when workers of {@linkcode decode} still run, long after they were aborted.
 *
 * Its `cause` is the error that the stream failed with, if there is one: otherwise, a new
 * subscription waited for those workers.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WorkersStillRunningError } from "@actnetformer/deno/operators/stream";
 *
 * const error = new WorkersStillRunningError(["a.mp4"], 10);
 * assert.match(error.message, /1 still running, on 'a.mp4'/);
 * ```
 */
export class WorkersStillRunningError extends Error {
  /** What the workers work on. */
  readonly items: readonly unknown[];

  /**
   * Creates an error whose message names the items.
   *
   * @param items What the workers work on; at least one.
   * @param abortLimitSec Seconds since their abort.
   * @param options Its `cause` is the error that the stream failed with.
   */
  constructor(items: readonly unknown[], abortLimitSec: number, options?: ErrorOptions) {
    const { cause } = options ?? {};
    const reason = cause === undefined ? "" : ` (the stream failed with: ${messageOf(cause)})`;
    super(
      `Cannot end a stream as aborted workers must end within ${abortLimitSec} s: current value ` +
        `is ${items.length} still running, on ${items.map(describeItem).join(", ")}${reason}`,
      options,
    );
    this.name = "WorkersStillRunningError";
    this.items = items;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function describeItem(item: unknown): string {
  const text = typeof item === "string" ? item : textOf(item);
  return `'${text.length > MAX_CHARACTERS ? text.slice(0, MAX_CHARACTERS) + "…" : text}'`;
}

function textOf(item: unknown): string {
  try {
    return JSON.stringify(item) ?? String(item);
  } catch {
    // A circle, or a number that JSON does not have: this message must not hide the error it is about.
    return String(item);
  }
}

/**
 * A location in which the TensorFlow library was looked for, or a way to download it, and why that
 * failed.
 */
export interface ProvisionAttempt {
  /** The location or way in words, for example "pip download". */
  readonly source: string;
  /** Why it failed, in one line. */
  readonly reason: string;
}

/**
 * Thrown when the TensorFlow library is neither found nor downloaded, or a GPU cannot be used; its
 * message says what was tried and what to do.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ProvisionError } from "@actnetformer/deno/runtime";
 *
 * const error = new ProvisionError("Cannot start TensorFlow", {
 *   attempts: [{ source: "cache", reason: "it is empty" }],
 *   remedies: ["Connect to the network once."],
 * });
 * assert.match(error.message, /Tried:\n  - cache: it is empty/);
 * ```
 */
export class ProvisionError extends Error {
  /** The class's name. */
  override readonly name = "ProvisionError";
  /** Everything tried, in order. */
  readonly attempts: readonly ProvisionAttempt[];
  /** What the user can do, one sentence each. */
  readonly remedies: readonly string[];

  /**
   * Creates the error.
   *
   * @param summary First line of the message.
   * @param details What was tried, and what to do.
   */
  constructor(
    summary: string,
    details: {
      readonly attempts: readonly ProvisionAttempt[];
      readonly remedies: readonly string[];
      readonly cause?: unknown;
    },
  ) {
    const tried = details.attempts.map(({ source, reason }) => `  - ${source}: ${reason}`);
    const remedies = details.remedies.map((remedy) => `  - ${remedy}`);
    const lines = [summary];
    if (tried.length > 0) lines.push("Tried:", ...tried);
    if (remedies.length > 0) lines.push("What to do:", ...remedies);
    super(lines.join("\n"), { cause: details.cause });
    this.attempts = details.attempts;
    this.remedies = details.remedies;
  }
}

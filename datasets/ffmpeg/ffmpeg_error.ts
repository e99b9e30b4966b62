/** One source of ffmpeg that was tried, and why it could not be used. */
export interface FfmpegAttempt {
  /** The source in words, for example "PATH". */
  readonly source: string;
  /** Why it could not be used, in one line. */
  readonly reason: string;
}

/** What {@linkcode FfmpegError} reports besides its summary. */
export interface FfmpegErrorDetails {
  /** Everything tried, in order. */
  readonly attempts: readonly FfmpegAttempt[];
  /** What the user can do, one sentence each. */
  readonly remedies: readonly string[];
}

/**
 * Thrown when no usable ffmpeg is found; its message says what was tried and what to do.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { FfmpegError } from "@actnetformer/deno/datasets";
 *
 * const attempts = [{ source: "PATH", reason: "none of its folders has ffmpeg" }];
 * const error = new FfmpegError("No ffmpeg was found", { attempts, remedies: ["Install ffmpeg."] });
 * assert.match(error.message, /^No ffmpeg was found\nTried:\n  - PATH: none of its folders/);
 * ```
 */
export class FfmpegError extends Error {
  /** The name of this class. */
  override readonly name = "FfmpegError";
  /** Everything tried, in order. */
  readonly attempts: readonly FfmpegAttempt[];

  /**
   * Creates an error whose message has a line for each attempt.
   *
   * @param summary First line of the message.
   * @param details What was tried, and what to do.
   */
  constructor(summary: string, { attempts, remedies }: FfmpegErrorDetails) {
    const tried = attempts.map(({ source, reason }) => `  - ${source}: ${reason}`);
    const todo = remedies.map((remedy) => `  - ${remedy}`);
    super([summary, "Tried:", ...tried, "What to do:", ...todo].join("\n"));
    this.attempts = attempts;
  }
}

/** What is known about a failed decode, besides its reason. */
export interface DecodeErrorDetails {
  /** Path of the video file. */
  readonly path: string;
  /** ffmpeg's exit status, or null if ffmpeg did not run, for example as the file is missing. */
  readonly exitCode: number | null;
  /** The first and the last lines that ffmpeg wrote on stderr; empty if it wrote nothing. */
  readonly stderr: string;
  /** The error underneath, if there is one. */
  readonly cause?: unknown;
}

/**
 * Thrown when a video gives no frame at all. Its message is one line: the file and the reason.
 *
 * A file that gives some frames before it breaks is not an error: its window ends with the last
 * good frame repeated and says so in its `warnings`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { DecodeError } from "@actnetformer/deno/datasets";
 *
 * const details = { path: "a.mp4", exitCode: 1, stderr: "" };
 * const error = new DecodeError("no video stream", details);
 * assert.equal(error.message, "Cannot decode 'a.mp4': no video stream");
 * ```
 */
export class DecodeError extends Error {
  /** The name of this class. */
  override readonly name = "DecodeError";
  /** Path of the video file. */
  readonly path: string;
  /** ffmpeg's exit status, or null if ffmpeg did not run. */
  readonly exitCode: number | null;
  /** The first and the last lines that ffmpeg wrote on stderr. */
  readonly stderr: string;
  /** Why, without the path: "no video stream", "moov atom not found", "the file is empty" … */
  readonly reason: string;

  /**
   * Creates the error of one video.
   *
   * @param reason Why, without the path, in one line.
   * @param details What else is known.
   */
  constructor(reason: string, { path, exitCode, stderr, cause }: DecodeErrorDetails) {
    super(`Cannot decode '${path}': ${reason}`, cause === undefined ? undefined : { cause });
    this.reason = reason;
    this.path = path;
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

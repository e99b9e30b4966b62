/** What is known about a failed decode, beside its reason. */
export interface DecodeErrorDetails {
  /** The video file. */
  readonly path: string;
  /** ffmpeg's exit status, or null where ffmpeg was not reached (the file is missing, say). */
  readonly exitCode: number | null;
  /** The last lines of what ffmpeg wrote on stderr; empty where it wrote nothing. */
  readonly stderrTail: string;
  /** The error underneath, where there is one. */
  readonly cause?: unknown;
}

/**
 * A video gave no frame at all. Its message is one line: the file and the reason.
 *
 * A file that gives some frames before it breaks is no error: its window ends with the last good
 * frame repeated and says so in its `warnings`.
 */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
  readonly path: string;
  readonly exitCode: number | null;
  readonly stderrTail: string;
  /** Why, without the path: "no video stream", "moov atom not found", "the file is empty" … */
  readonly reason: string;

  constructor(reason: string, details: DecodeErrorDetails) {
    super(
      `Cannot decode '${details.path}': ${reason}`,
      details.cause === undefined ? {} : { cause: details.cause },
    );
    this.reason = reason;
    this.path = details.path;
    this.exitCode = details.exitCode;
    this.stderrTail = details.stderrTail;
  }
}

/** Thrown when a video cannot be transcoded although it can be decoded. */
export class TranscodeError extends Error {
  /** The name of this class. */
  override readonly name = "TranscodeError";
  /** Path of the video. */
  readonly path: string;
  /** Why, without the path. */
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`Cannot transcode '${path}': ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}

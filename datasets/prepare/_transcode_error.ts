/** A video could not be transcoded although it can be decoded. */
export class TranscodeError extends Error {
  override readonly name = "TranscodeError";
  /** The video's file. */
  readonly path: string;
  /** Why, without the path. */
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`Cannot transcode '${path}': ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}

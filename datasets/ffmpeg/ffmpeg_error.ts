/** One place ffmpeg was looked for and why it did not serve. */
export interface FfmpegAttempt {
  /** The place in words, for example "PATH". */
  readonly source: string;
  /** Why it did not serve, in one line. */
  readonly reason: string;
}

/** Thrown when no usable ffmpeg is found; its message says what was tried and what to do. */
export class FfmpegError extends Error {
  override readonly name = "FfmpegError";
  /** Everything tried, in order. */
  readonly attempts: readonly FfmpegAttempt[];

  /**
   * @param summary First line of the message.
   * @param details What was tried, and what the user can do, in one sentence.
   */
  constructor(
    summary: string,
    details: { readonly attempts: readonly FfmpegAttempt[]; readonly remedy: string },
  ) {
    const tried = details.attempts.map(({ source, reason }) => `  - ${source}: ${reason}`);
    super([summary, "Tried:", ...tried, "What to do:", `  - ${details.remedy}`].join("\n"));
    this.attempts = details.attempts;
  }
}

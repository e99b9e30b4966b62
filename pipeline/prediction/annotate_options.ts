/** ffmpeg's names of the containers that can be written, by the extension of the file. */
export const ANNOTATED_CONTAINERS: ReadonlyMap<string, string> = new Map([
  [".mp4", "mp4"],
  [".m4v", "mp4"],
  [".mov", "mov"],
  [".mkv", "matroska"],
]);

/** Options of `annotateVideo()`. */
export interface AnnotateOptions {
  /** The video's file. */
  readonly path: string;
  /** File to write; its extension is one of {@linkcode ANNOTATED_CONTAINERS}. */
  readonly output: string;
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /**
   * How long ffmpeg may be silent, in seconds.
   *
   * @default 60
   */
  readonly silenceSec?: number | undefined;
  /** Ends ffmpeg and rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Called with the time in the video, in seconds, that is written. */
  readonly onProgress?: ((seconds: number) => void) | undefined;
}

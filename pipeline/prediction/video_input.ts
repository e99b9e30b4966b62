import type { VideoStream } from "../../datasets/mod.ts";

/** A video that is a file, in which ffmpeg can seek. */
export interface VideoFile {
  /** What kind of source it is. */
  readonly kind: "file";
  /** Its path. */
  readonly path: string;
}

/** A video to classify. */
export interface VideoInput {
  /** Its name in answers and messages: as the user wrote it. */
  readonly name: string;
  /** Relative path, without extension, of files that are written about it. */
  readonly outputName: string;
  /** Where it comes from. */
  readonly source: VideoFile | VideoStream;
  /** Whether it has no end but that at which the user stops it. */
  readonly isLive: boolean;
}

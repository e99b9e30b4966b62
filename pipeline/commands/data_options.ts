import type { ReadManifestOptions } from "../../datasets/mod.ts";

/** Options of the commands that read a data set. */
export interface DataOptions
  extends Omit<ReadManifestOptions, "testShare" | "seed" | "whole" | "acceptsCopies"> {
  /** Folder or list of videos. */
  readonly data: string;
  /** How long ffmpeg may be silent at a video, in seconds; 60 if omitted. */
  readonly silenceSeconds?: number | undefined;
}

import type { VideoEntry } from "../../datasets/mod.ts";

/** Returns whether the class of a video is known. */
export function hasLabel(video: VideoEntry): video is VideoEntry & { readonly label: number } {
  return video.label !== null;
}

import type { VideoEntry } from "../manifest.ts";
import { sourceOf } from "./source_of.ts";

/**
 * Returns what a video is a cut of: the same text for all cuts of one source among the videos of a
 * class, and another one for each video whose name says nothing of its source.
 */
export function groupOf(video: Pick<VideoEntry, "id">): string {
  const source = sourceOf(video) ?? video.id;
  // Copies may have words before UCF's names: the group's number is enough within a class.
  return /_g\d+$/.exec(source)?.[0] ?? source;
}

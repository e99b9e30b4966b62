import type { VideoEntry } from "../manifest.ts";
import { recordingOf } from "./recording_of.ts";
import { sourceOf } from "./source_of.ts";

/**
 * Returns what a video is a cut of: the same text for all cuts of one source among the videos of a
 * class, and for the formats of one recording; another one for each video whose name says nothing of
 * its source.
 */
export function groupOf(video: Pick<VideoEntry, "id">): string {
  // Copies may have words before UCF's names: the group's number is enough within a class.
  return /_g\d+$/.exec(sourceOf(video) ?? "")?.[0] ?? recordingOf(video);
}

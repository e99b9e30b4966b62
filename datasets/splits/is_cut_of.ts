import type { VideoEntry } from "../manifest.ts";
import { sourceOf } from "./source_of.ts";

/** Returns a function that says whether a video is of the same source as one of `videos`, by its name. */
export function isCutOf(
  videos: Iterable<Pick<VideoEntry, "id">>,
): (video: Pick<VideoEntry, "id">) => boolean {
  const sources = new Set([...videos].flatMap((video) => sourceOf(video) ?? []));
  return (video) => sources.has(sourceOf(video) ?? "");
}

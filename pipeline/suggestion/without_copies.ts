import type { VideoEntry } from "../../datasets/mod.ts";
import { listNames } from "../videos/list_names.ts";
import { readContents, type ReadContentsOptions } from "../videos/read_contents.ts";

/**
 * Returns the first of each group of files with equal content: a label of one is that of all.
 * Notifies the user of the others.
 */
export async function withoutCopies(
  videos: readonly VideoEntry[],
  options: ReadContentsOptions,
): Promise<VideoEntry[]> {
  const contents = await readContents(videos, options);
  const seen = new Set<string>();
  const copies: VideoEntry[] = [];
  const kept = videos.filter((video, index) => {
    const fingerprint = contents[index]?.fingerprint ?? null;
    // A file that cannot be read is reported when it is decoded.
    if (fingerprint === null) return true;
    const isCopy = seen.has(fingerprint);
    if (isCopy) copies.push(video);
    seen.add(fingerprint);
    return !isCopy;
  });
  if (copies.length > 0) {
    options.progress.note(`copies of other unlabeled videos: ${listNames(copies, "video")}`);
  }
  return kept;
}

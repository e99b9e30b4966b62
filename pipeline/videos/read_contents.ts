import { inParallel, originalSizes, type VideoEntry } from "../../datasets/mod.ts";
import { currentFingerprint } from "../../datasets/current_fingerprint.ts";
import type { VideoContent } from "../run/kept_videos.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { listNames } from "./list_names.ts";

/** Files read at a time. */
const CONCURRENCY = 64;

/** What {@linkcode readContents} works with. */
export interface ReadContentsOptions extends WorkOptions {
  /** The data set of the videos, as `data.source` names it. */
  readonly source: string;
}

/**
 * Reads what identifies the content of videos, in their order: the ends of each file, unless a
 * database has them already. Notifies the user of files that have changed since.
 */
export async function readContents(
  videos: readonly Pick<VideoEntry, "id" | "path" | "fingerprint" | "stamp">[],
  { source, signal, progress }: ReadContentsOptions,
): Promise<VideoContent[]> {
  const originals = await originalSizes(source);
  const changed = new Set<typeof videos[number]>();
  let done = 0;
  const contents = await inParallel(videos, CONCURRENCY, async (video) => {
    signal.throwIfAborted();
    const { id, fingerprint: indexed = null } = video;
    const current = await currentFingerprint(video);
    if (video.fingerprint !== undefined && current !== null && current !== indexed) {
      changed.add(video);
    }
    const content: VideoContent = {
      // What is known of a file that is gone; decoding reports that.
      fingerprint: current ?? indexed,
      originalBytes: originals.get(id) ?? null,
    };
    progress.show(`reading which videos there are ${++done}/${videos.length}`);
    return content;
  });
  progress.clear();
  if (changed.size > 0) {
    // In the order of the videos.
    const names = listNames(videos.filter((video) => changed.has(video)), "video");
    progress.note(
      `other files than when the database was made: ${names}: used as they are; make it again`,
    );
  }
  return contents;
}

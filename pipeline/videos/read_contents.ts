import { fileFingerprint, inParallel, originalSizes, type VideoEntry } from "../../datasets/mod.ts";
import type { VideoContent } from "../run/kept_videos.ts";
import type { WorkOptions } from "../terminal/work_options.ts";

/** Files read at a time. */
const CONCURRENCY = 64;

/** What {@linkcode readContents} works with. */
export interface ReadContentsOptions extends WorkOptions {
  /** The data set of the videos, as `data.source` names it. */
  readonly source: string;
}

/**
 * Reads what identifies the content of videos, in their order: the ends of each file, unless a
 * database has them already.
 */
export async function readContents(
  videos: readonly Pick<VideoEntry, "id" | "path" | "fingerprint">[],
  { source, signal, progress }: ReadContentsOptions,
): Promise<VideoContent[]> {
  const originals = await originalSizes(source);
  let done = 0;
  const contents = await inParallel(videos, CONCURRENCY, async ({ id, path, fingerprint }) => {
    signal.throwIfAborted();
    const content: VideoContent = {
      fingerprint: fingerprint === undefined ? await fileFingerprint(path) : fingerprint,
      originalBytes: originals.get(id) ?? null,
    };
    progress.show(`reading which videos there are ${++done}/${videos.length}`);
    return content;
  });
  progress.clear();
  return contents;
}

import { isAbsolute, join, relative, resolve, sep } from "node:path";
import type { NamedVideo } from "./_layout.ts";
import { findFiles, refuseManyMissing } from "./_missing_files.ts";
import { ManifestError } from "../manifest_error.ts";
import { quotedList } from "../_words.ts";

/** Returns a video's id and path from the way a list writes it. */
export function locate(written: string, root: string): Pick<NamedVideo, "id" | "path"> {
  const path = isAbsolute(written) ? written : join(root, written);
  return { id: relative(resolve(root), resolve(path)).split(sep).join("/"), path };
}

/** The videos of a list, divided by {@linkcode takePresent}. */
export interface PresentVideos<Video> {
  /** Those with a file. */
  readonly videos: Video[];
  /** Ids of those without. */
  readonly missing: string[];
}

/**
 * Divides a list's videos into those with a file and those without.
 *
 * @param list The list's path, for messages.
 * @param missingShare Largest share of the videos that may have no file, 0 to 1.
 * @throws {ManifestError} If videos are listed twice, or more than `missingShare` of them are
 * missing.
 */
export async function takePresent<Video extends NamedVideo>(
  list: string,
  listed: readonly Video[],
  missingShare: number,
): Promise<PresentVideos<Video>> {
  refuseTwice(list, listed);
  const found = await findFiles(listed.map(({ path }) => path));
  const videos = listed.filter(({ path }) => found.has(path));
  const missing = listed.filter(({ path }) => !found.has(path)).map(({ id }) => id);
  refuseManyMissing(list, { what: "videos", missing, total: listed.length, missingShare });
  return { videos, missing };
}

/** Throws one error for all videos that are listed more than once. */
function refuseTwice(list: string, videos: readonly NamedVideo[]): void {
  const seen = new Set<string>();
  const twice: string[] = [];
  for (const { id } of videos) {
    if (seen.has(id)) twice.push(id);
    seen.add(id);
  }
  if (twice.length > 0) throw new ManifestError(list, `it names ${quotedList(twice)} twice`);
}

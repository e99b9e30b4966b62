import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { quotedList } from "../_words.ts";
import { ManifestError } from "../manifest_error.ts";
import type { NamedVideo } from "./_layout.ts";
import { findFiles, refuseManyMissing } from "./_missing_files.ts";

/** A video's id and path from how a list writes it. */
export function locate(written: string, root: string): { id: string; path: string } {
  const path = isAbsolute(written) ? written : join(root, written);
  return { id: relative(resolve(root), resolve(path)).split(sep).join("/"), path };
}

export /** Throws one ManifestError for all videos that are listed twice. */
function refuseTwice(list: string, videos: readonly NamedVideo[]): void {
  const seen = new Set<string>();
  const twice = videos.filter(({ id }) => seen.has(id) || !seen.add(id)).map(({ id }) => id);
  if (twice.length > 0) throw new ManifestError(list, `it names ${quotedList(twice)} twice`);
}

/**
 * Divides a list's videos into those with a file and those without.
 *
 * @throws {ManifestError} if videos are listed twice, or more than `missingShare` of them are missing.
 */
export async function takePresent<Video extends NamedVideo>(
  list: string,
  videos: readonly Video[],
  missingShare: number,
): Promise<{ readonly videos: Video[]; readonly missing: string[] }> {
  refuseTwice(list, videos);
  const found = await findFiles(videos.map(({ path }) => path));
  const present = videos.filter(({ path }) => found.has(path));
  const missing = videos.filter(({ path }) => !found.has(path)).map(({ id }) => id);
  const total = videos.length;
  refuseManyMissing(list, { what: "videos", missing, total, missingShare });
  return { videos: present, missing };
}

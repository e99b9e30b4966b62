import { type ListedFiles, takePresent } from "./_listed_files.ts";
import { parseList } from "./_parse_list.ts";
import { readText } from "./_read_text.ts";

/** Options of {@linkcode readVideoList}. */
export interface ReadVideoListOptions {
  /** Folder that paths are relative to. */
  readonly root: string;
  /** Largest share of the videos that may have no file, 0 to 1. */
  readonly missingShare: number;
}

/**
 * Reads a list of videos with the labels as written.
 *
 * @throws {ManifestError} If the list is missing or empty, names a video twice, or too many without
 * a file, or a line cannot be read without doubt.
 */
export async function readVideoList(
  list: string,
  options: ReadVideoListOptions,
): Promise<ListedFiles> {
  const { rows } = parseList(await readText(list), list);
  return await takePresent(rows, { list, ...options });
}

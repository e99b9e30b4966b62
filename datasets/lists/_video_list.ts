import { type ListedFiles, takePresent, type TakePresentOptions } from "./_listed_files.ts";
import { parseList } from "./_parse_list.ts";
import { readText } from "./_read_text.ts";

/** Options of {@linkcode readVideoList}. */
export type ReadVideoListOptions = Omit<TakePresentOptions, "list">;

/**
 * Reads a list of videos with the labels as written.
 *
 * @throws {ManifestError} If the list is missing or empty, names a video with two labels, or too many without
 * a file, or a line cannot be read without doubt.
 */
export async function readVideoList(
  list: string,
  options: ReadVideoListOptions,
): Promise<ListedFiles> {
  const { rows, notes } = parseList(await readText(list), list);
  const listed = await takePresent(rows, { list, ...options });
  return { ...listed, notes: [...notes, ...listed.notes] };
}

import { join } from "node:path";
import type { DataFolder } from "../folders/_data_folder.ts";
import type { FoundVideos } from "../_found_videos.ts";
import type { LayoutOptions } from "./_layout.ts";
import { takePresent } from "../lists/_listed_files.ts";
import { divideByPart } from "../lists/_list_parts.ts";
import { nameClasses } from "../labels/_name_classes.ts";
import { parseList } from "../lists/_parse_list.ts";
import { readText } from "../lists/_read_text.ts";
import { ManifestError } from "../manifest_error.ts";

/** Name of the file that names the videos of a folder. */
export const INDEX_FILE = "index.csv";

/**
 * Reads a folder with an `index.csv`, whose header names its columns in any order: `path`
 * (required), `class` (required; a name, or empty for an unlabeled video) and `split` (train, test
 * or val). Other columns are ignored.
 *
 * @throws {ManifestError} If the header is wrong, a split unknown, a path empty, or too many files
 * missing.
 */
export async function readIndexCsv(
  { root, entries }: DataFolder,
  { missingShare }: LayoutOptions,
): Promise<FoundVideos | null> {
  if (!entries.some(({ name, isFile }) => isFile && name === INDEX_FILE)) return null;
  const list = join(root, INDEX_FILE);
  const { rows, columns } = parseList(await readText(list), list);
  if (columns === null || columns.label < 0) {
    throw new ManifestError(list, "its first line must name the columns 'path' and 'class'");
  }
  const { videos, ...listed } = await takePresent(rows, { list, root, missingShare });
  const { notes, ...lists } = divideByPart(videos, list);
  const named = await nameClasses(lists, list);
  return {
    ...named,
    testSource: `of ${INDEX_FILE}`,
    labeled: null,
    notes: [...listed.notes, ...notes, ...named.notes],
    missing: listed.missing,
  };
}

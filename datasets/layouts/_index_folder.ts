import { basename, join } from "node:path";
import { pathOf } from "../folders/_folder_below.ts";
import type { DataFolder } from "../folders/_data_folder.ts";
import { foldersWithVideos, type FolderTree } from "../folders/_folder_tree.ts";
import type { FoundVideos, NamedVideo } from "../_found_videos.ts";
import { nameClasses } from "../labels/_name_classes.ts";
import { divideByPart } from "../lists/_list_parts.ts";
import { type ListedFile, type ListedFiles, takePresent } from "../lists/_listed_files.ts";
import { type ParsedList, parseList } from "../lists/_parse_list.ts";
import { readText, splitLines } from "../lists/_read_text.ts";
import type { LayoutOptions } from "./_layout.ts";
import { findParts, type PartFolder } from "./_part_folders.ts";
import { partsAmong } from "./_parts_among.ts";
import { takeVideos } from "../folders/_folder_below.ts";
import { ManifestError } from "../manifest_error.ts";
import { quotedList } from "../_words.ts";

/** The file that names the videos of a folder. */
const INDEX_FILE = "index.csv";

/** Files beside videos in which Hugging Face keeps what is known of them. */
const METADATA_FILES = ["metadata.csv", "metadata.jsonl"];

/** Whether a folder has a file that may name its videos. */
export function hasIndex(files: readonly string[]): boolean {
  return [INDEX_FILE, ...METADATA_FILES].some((name) => files.includes(name));
}

/** A file that names videos, by its columns. */
interface IndexTable extends ParsedList {
  readonly list: string;
}

/**
 * Reads a folder with a table that names its videos: an `index.csv`, or the `metadata.csv` or
 * `metadata.jsonl` of Hugging Face; or a folder of parts, as train/ and test/, that have one each.
 * The columns, in any order, are the path, the class (a name, or empty for an unlabeled video), and
 * optionally the split (train, test or val). Other columns are ignored.
 *
 * @throws {ManifestError} If the header is wrong, a split unknown, a path empty, or too many files
 * missing, or only some parts have a table.
 */
export async function readIndexFolder(
  { root, entries, readTree }: DataFolder,
  { missingShare }: LayoutOptions,
): Promise<FoundVideos | null> {
  const files = entries.filter(({ isFile }) => isFile).map(({ name }) => name);
  const table = await readTable(root, files);
  if (table === null) return await readIndexedParts(root, { tree: await readTree(), missingShare });
  const { list, rows, notes } = table;
  const listed = await takePresent(rows, { list, root, missingShare });
  const videos = withPartsOfFolders(listed.videos);
  const named = await nameListed({ ...listed, videos }, [list]);
  return {
    ...named,
    testSource: `of ${basename(list)}`,
    notes: [...notes, ...named.notes],
  };
}

/**
 * Reads the table that names the videos of a folder; null if there is none.
 *
 * @throws {ManifestError} If there are several.
 */
async function readTable(folder: string, files: readonly string[]): Promise<IndexTable | null> {
  const tables: IndexTable[] = [];
  for (const name of [INDEX_FILE, ...METADATA_FILES]) {
    if (!files.includes(name)) continue;
    const list = join(folder, name);
    const text = await readText(list);
    const table = parseList(text, list);
    const { columns } = table;
    const isIndex = columns !== null && columns.path >= 0 && columns.label >= 0;
    if (isIndex) tables.push({ ...table, list });
    else if (name === INDEX_FILE) {
      const [line = ""] = splitLines(text);
      throw new ManifestError(
        list,
        `its first line must name the columns 'path' and 'class': it is '${line}'`,
      );
    }
  }
  const [table = null, other] = tables;
  if (table === null || other === undefined) return table;
  throw new ManifestError(
    folder,
    `its videos are named by ${quotedList([table.list, other.list])}: leave one of them`,
  );
}

/** Reads the parts of a folder that have a table each; null if none has one. */
async function readIndexedParts(
  root: string,
  { tree, missingShare }: { readonly tree: FolderTree; readonly missingShare: number },
): Promise<FoundVideos | null> {
  if (!foldersWithVideos(tree).some(({ otherFiles }) => hasIndex(otherFiles))) return null;
  const videos: ListedFile[] = [];
  const unlabeled: NamedVideo[] = [];
  const without: PartFolder[] = [];
  const notes: string[] = [];
  const missing: string[] = [];
  const lists: string[] = [];
  for (const found of findParts({ root, prefix: "", tree })) {
    const { part, folder } = found;
    const path = pathOf(folder);
    const table = await readTable(path, folder.tree.otherFiles);
    if (table === null) {
      if (part === "unlabeled") unlabeled.push(...takeVideos(folder, null));
      else without.push(found);
      continue;
    }
    const { list, rows } = table;
    const listed = await takePresent(rows, { list, root, folders: [path, root], missingShare });
    videos.push(...listed.videos.map((video) => ({ ...video, part })));
    notes.push(...table.notes, ...listed.notes);
    missing.push(...listed.missing);
    lists.push(list);
  }
  const [first, ...others] = lists;
  if (first === undefined) return null;
  refuseWithoutTable(root, without);
  const named = await nameListed({ videos, notes, missing }, [first, ...others]);
  return { ...named, train: [...named.train, ...unlabeled], testSource: "of their tables" };
}

function refuseWithoutTable(root: string, parts: readonly PartFolder[]): void {
  if (parts.length === 0) return;
  const names = parts.map(({ folder }) => folder.prefix.slice(0, -1));
  throw new ManifestError(
    root,
    `its folder ${
      quotedList(names)
    } has no table of its videos (metadata.csv, metadata.jsonl), as ` +
      "other parts have",
  );
}

async function nameListed(
  listed: ListedFiles,
  [list, ...others]: readonly [string, ...string[]],
): Promise<FoundVideos> {
  const { notes, ...lists } = divideByPart(listed.videos, list);
  const named = await nameClasses(lists, list, ...others);
  return {
    ...named,
    labeled: null,
    notes: [...listed.notes, ...notes, ...named.notes],
    missing: listed.missing,
  };
}

/**
 * Gives videos the parts that their folders are named after, if the table has no column of parts
 * and all are in such folders, as "train/1.mp4" and "test/2.mp4".
 */
function withPartsOfFolders(videos: readonly ListedFile[]): ListedFile[] {
  const unchanged = [...videos];
  if (videos.some(({ part }) => part !== undefined)) return unchanged;
  const folderOf = ({ id }: ListedFile) => id.includes("/") ? id.slice(0, id.indexOf("/")) : "";
  const folders = new Set(videos.map(folderOf));
  const parts = partsAmong([...folders]);
  const found = new Set(parts.values());
  const isDivided = parts.size === folders.size && found.has("train") &&
    (found.has("test") || found.has("val"));
  if (!isDivided) return unchanged;
  return videos.map((video) => ({ ...video, part: parts.get(folderOf(video)) }));
}

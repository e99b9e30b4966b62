import { join } from "node:path";
import type { DataFolder, FoundVideos, LayoutOptions, NamedVideo } from "./_layout.ts";
import { parseCsv } from "./_parse_csv.ts";
import { pluralize, quotedList } from "../_words.ts";
import { ManifestError } from "../manifest_error.ts";
import { readText } from "./_read_text.ts";
import { locate, takePresent } from "./_listed_files.ts";

/** Name of the file that names the videos of a folder. */
export const INDEX_FILE = "index.csv";

type Part = "train" | "test" | "val";

/** The parts by the words that the column `split` may hold; null for an empty field. */
const PARTS: Readonly<Record<string, Part | null>> = {
  "": null,
  train: "train",
  training: "train",
  test: "test",
  testing: "test",
  val: "val",
  validation: "val",
};

/** A video of an `index.csv`, with what its column `split` says. */
interface IndexedVideo extends NamedVideo {
  readonly part: Part | null;
}

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
  const index = join(root, INDEX_FILE);
  const listed = parseIndex(index, { root, text: await readText(index) });
  const { videos, missing } = await takePresent(index, listed, missingShare);
  return { ...divideByPart(videos), testSource: `of ${INDEX_FILE}`, missing };
}

function parseIndex(
  index: string,
  { root, text }: { readonly root: string; readonly text: string },
): IndexedVideo[] {
  const [header = [], ...rows] = parseCsv(text, index);
  const titles = header.map((title) => title.trim());
  const pathColumn = titles.indexOf("path");
  const classColumn = titles.indexOf("class");
  const splitColumn = titles.indexOf("split");
  if (pathColumn < 0 || classColumn < 0) {
    throw new ManifestError(index, "its first line must name the columns 'path' and 'class'");
  }
  const unknownParts = new Set<string>();
  const videos = rows.map((row, rowIndex): IndexedVideo => {
    const path = row[pathColumn]?.trim() ?? "";
    if (path === "") throw new ManifestError(index, `row ${rowIndex + 2} has no path`);
    const written = (row[splitColumn] ?? "").trim();
    if (!Object.hasOwn(PARTS, written)) unknownParts.add(written);
    return {
      ...locate(path, root),
      className: row[classColumn]?.trim() || null,
      part: PARTS[written] ?? null,
    };
  });
  if (unknownParts.size > 0) {
    throw new ManifestError(
      index,
      `its column 'split' must hold train, test or val: it has ${quotedList([...unknownParts])}`,
    );
  }
  if (videos.length === 0) throw new ManifestError(index, "it names no video");
  return videos;
}

/** Takes videos without a part for training, and those of `val` for the test if `test` has none. */
function divideByPart(videos: readonly IndexedVideo[]): Omit<FoundVideos, "missing"> {
  const inPart = (part: Part | null) => videos.filter((video) => video.part === part);
  const train = [...inPart("train"), ...inPart(null)];
  const test = inPart("test");
  const validation = inPart("val");
  const found = { train, classes: null, labeled: null, notes: [] };
  if (validation.length === 0) return { ...found, test: test.length > 0 ? test : null };
  if (test.length === 0) return { ...found, test: validation };
  const unused = pluralize(validation.length, "video");
  return { ...found, test, notes: [`left ${unused} of the split 'val' unused`] };
}

import { join } from "node:path";
import { locate, readText, takePresent } from "./_video_list.ts";
import { ManifestError, type NamedVideo } from "../manifest.ts";
import { quotedList } from "../_words.ts";

/** The videos of an index.csv, each with what its split column says. */
export interface IndexedVideo extends NamedVideo {
  readonly split: "train" | "test" | "val" | null;
}

const SPLITS: Readonly<Record<string, IndexedVideo["split"]>> = {
  "": null,
  train: "train",
  training: "train",
  test: "test",
  testing: "test",
  val: "val",
  validation: "val",
};

/**
 * Reads `index.csv` in a data set's root, by its header: `path` (required), `class` (a name, or empty for
 * an unlabeled video) and `split` (train, test or val) in any order; other columns are passed over.
 *
 * @throws {ManifestError} for a wrong header, an unknown split, a row without a path, too many missing files.
 */
export async function readIndexFile(
  root: string,
  missingShare: number,
): Promise<{ readonly videos: IndexedVideo[]; readonly missing: string[] }> {
  const index = join(root, "index.csv");
  const [header, ...rows] = parseCsv(await readText(index));
  const column = (name: string) => header?.findIndex((title) => title.trim() === name) ?? -1;
  const pathColumn = column("path");
  const classColumn = column("class");
  const splitColumn = column("split");
  if (pathColumn < 0 || classColumn < 0) {
    throw new ManifestError(index, "its first line must name the columns 'path' and 'class'");
  }
  const unknown = new Set<string>();
  const videos = rows.map((row, rowIndex): IndexedVideo => {
    const path = row[pathColumn]?.trim() ?? "";
    if (path === "") throw new ManifestError(index, `row ${rowIndex + 2} has no path`);
    const split = (row[splitColumn] ?? "").trim();
    if (!Object.hasOwn(SPLITS, split)) unknown.add(split);
    const className = row[classColumn]?.trim() || null;
    return { ...locate(path, root), className, split: SPLITS[split] ?? null };
  });
  if (unknown.size > 0) {
    throw new ManifestError(
      index,
      `its column 'split' must hold train, test or val: it has ${quotedList([...unknown])}`,
    );
  }
  if (videos.length === 0) throw new ManifestError(index, "it names no video");
  return await takePresent(index, videos, missingShare);
}

/** Splits comma-separated text into rows of fields; a field in quotes may hold commas and "" quotes. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "") continue;
    const fields = [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)];
    rows.push(fields.map((field) => field[1]?.replaceAll('""', '"') ?? field[2] ?? ""));
  }
  return rows;
}

import { join } from "node:path";
import { parseCsv } from "./_index_file.ts";
import { underscored } from "./_video_index.ts";
import { readText } from "./_video_list.ts";
import { ManifestError } from "../manifest.ts";
import type { ListedVideo } from "../splits/published_split.ts";
import { compareStrings, counted, quotedList } from "../_words.ts";
import { listFolder } from "../_list_folder.ts";

/** Training and test videos as the lists that come with a data set name them. */
export interface OfficialLists {
  /** What they are, for messages. */
  readonly title: string;
  readonly classes: readonly string[];
  readonly train: readonly ListedVideo[];
  readonly test: readonly ListedVideo[];
  readonly notes: readonly string[];
}

/**
 * Reads the official lists of UCF-101 (`classInd.txt`, `trainlist01.txt`, `testlist01.txt`), HMDB-51
 * (`CLASS_test_split1.txt`) or Kinetics (CSVs with the columns label, youtube_id, time_start, time_end and
 * split) where they lie in the data set's folder or one below it. Of several official splits the first counts.
 *
 * @returns The lists, or null where there are none.
 * @throws {ManifestError} if there are, but they cannot be right.
 */
export async function readOfficialLists(root: string): Promise<OfficialLists | null> {
  const entries = await listFolder(root);
  const below = entries.filter(({ isFile }) => !isFile).map(({ name }) => join(root, name));
  for (const folder of [root, ...below]) {
    const files = (folder === root ? entries : await listFolder(folder))
      .filter(({ isFile }) => isFile).map(({ name }) => name);
    if (files.includes("classInd.txt")) return await readUcf(folder);
    if (files.some((name) => HMDB_LIST.test(name))) return await readHmdb(folder, files);
    const kinetics = await readKinetics(folder, files.filter((name) => name.endsWith(".csv")));
    if (kinetics !== null) return kinetics;
  }
  return null;
}

async function readUcf(folder: string): Promise<OfficialLists> {
  const classes: string[] = [];
  for (const [index, name] of await readWords(join(folder, "classInd.txt"))) {
    if (Number(index) !== classes.length + 1 || name === undefined) {
      throw new ManifestError(
        join(folder, "classInd.txt"),
        `line ${classes.length + 1} must be '${classes.length + 1} CLASS'`,
      );
    }
    classes.push(name);
  }
  const read = async (name: string): Promise<ListedVideo[]> => {
    const path = join(folder, name);
    return (await readWords(path)).map(([written = "", index]) => {
      const className = index === undefined ? written.split("/")[0] : classes[Number(index) - 1];
      if (className !== undefined && classes.includes(className)) return { written, className };
      const given = index ?? written.split("/")[0];
      throw new ManifestError(
        path,
        `the class '${given}' of '${written}' is none of the ${classes.length} in classInd.txt`,
      );
    });
  };
  const train = await read("trainlist01.txt");
  const test = await read("testlist01.txt");
  return { title: "official split 1", classes, train, test, notes: [] };
}

const HMDB_LIST = /^(.+)_test_split1\.txt$/;

async function readHmdb(folder: string, files: readonly string[]): Promise<OfficialLists> {
  const parts = { train: [] as ListedVideo[], test: [] as ListedVideo[] };
  const classes: string[] = [];
  let unused = 0;
  for (const file of files) {
    const className = HMDB_LIST.exec(file)?.[1];
    if (className === undefined) continue;
    classes.push(className);
    for (const [name = "", part] of await readWords(join(folder, file))) {
      const video = { written: `${className}/${name}`, className };
      if (part === "1") parts.train.push(video);
      else if (part === "2") parts.test.push(video);
      else if (part === "0") unused++;
      else {
        throw new ManifestError(
          join(folder, file),
          `'${name}' must be followed by 0, 1 or 2: current value is ${part ?? "nothing"}`,
        );
      }
    }
  }
  classes.sort(compareStrings);
  const notes = unused === 0
    ? []
    : [`left ${counted(unused, "video")} unused that official split 1 leaves out`];
  return { title: "official split 1", classes, ...parts, notes };
}

const KINETICS_COLUMNS = ["label", "youtube_id", "time_start", "time_end", "split"] as const;

async function readKinetics(
  folder: string,
  files: readonly string[],
): Promise<OfficialLists | null> {
  const bySplit = new Map<string, Map<string, ListedVideo>>();
  for (const file of files) {
    const [header = [], ...rows] = parseCsv(await readText(join(folder, file)));
    const columns = KINETICS_COLUMNS.map((name) => header.indexOf(name));
    if (columns.some((column) => column < 0)) continue;
    for (const row of rows) {
      const [label = "", id = "", start = "", end = "", split = ""] = columns
        .map((column) => row[column]?.trim() ?? "");
      const className = underscored(label);
      const written = `${className}/${id}_${sixDigits(start)}_${sixDigits(end)}.mp4`;
      const videos = bySplit.get(split) ?? new Map<string, ListedVideo>();
      bySplit.set(split, videos);
      // The same row in two files, as of one CSV a split and one of all, is one video.
      videos.set(written, { written, className: className === "" ? null : className });
    }
  }
  if (bySplit.size === 0) return null;
  const of = (...names: string[]) =>
    names.flatMap((name) => [...bySplit.get(name)?.values() ?? []]);
  const known = ["train", "training", "validate", "val", "validation", "test"];
  const unknown = [...bySplit.keys()].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new ManifestError(
      folder,
      `the column 'split' must hold train, validate or test: it has ${quotedList(unknown)}`,
    );
  }
  const train = of("train", "training");
  const validation = of("validate", "val", "validation");
  const test = validation.length > 0 ? validation : of("test");
  if (train.length === 0 || test.length === 0) {
    const lacking = train.length === 0 ? "training" : "validation";
    throw new ManifestError(folder, `its annotations name no ${lacking} video`);
  }
  const classes = [...new Set(train.flatMap(({ className }) => className ?? []))]
    .sort(compareStrings);
  const unused = validation.length > 0 ? of("test").length : 0;
  const notes = unused === 0 ? [] : [`left ${counted(unused, "video")} of the split 'test' unused`];
  return { title: "annotations", classes, train, test, notes };
}

/** Seconds as file names of Kinetics write them: "000012". */
function sixDigits(seconds: string): string {
  return String(Math.trunc(Number(seconds))).padStart(6, "0");
}

/** The words of each line that is not blank. */
async function readWords(path: string): Promise<string[][]> {
  const lines = (await readText(path)).split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "").map((line) => line.split(/\s+/));
}

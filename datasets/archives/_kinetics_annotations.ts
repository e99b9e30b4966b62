import { basename, join } from "node:path";
import type { OfficialLists } from "./_official_lists.ts";
import { parseCsv } from "../lists/_parse_csv.ts";
import { underscored } from "./_video_index.ts";
import type { ListedVideo } from "../splits/read_published_split.ts";
import { pluralize, quotedList } from "../_words.ts";
import { compareStrings } from "../_compare_strings.ts";
import { ManifestError } from "../manifest_error.ts";
import { readText } from "../lists/_read_text.ts";

/** Columns without which a CSV is not one of Kinetics; tests come without labels. */
const NEEDED_COLUMNS = ["youtube_id", "time_start", "time_end"] as const;

/** Bytes in which the header of a CSV is looked for. */
const HEADER_BYTES = 1024;

const TRAIN = ["train", "training"];
const VALIDATION = ["validate", "val", "validation"];
const TEST = ["test", "testing"];

/** By the words of the column `split`: videos by their names in lists. */
type VideosBySplit = ReadonlyMap<string, ReadonlyMap<string, ListedVideo>>;

/** Whether a file is a CSV with the columns of Kinetics, in any order and among others. */
export async function isKineticsCsv(path: string): Promise<boolean> {
  if (!path.toLowerCase().endsWith(".csv")) return false;
  const header = (await readStart(path)).trimStart().split(/\r?\n/, 1)[0] ?? "";
  const columns = columnsOf(header.split(","));
  return NEEDED_COLUMNS.every((name) => columns.has(name));
}

async function readStart(path: string): Promise<string> {
  using file = await Deno.open(path);
  const bytes = new Uint8Array(HEADER_BYTES);
  const length = await file.read(bytes) ?? 0;
  return new TextDecoder().decode(bytes.subarray(0, length));
}

/** Returns the position of each column by its title. */
function columnsOf(header: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    header.map((title, index) => [title.trim().replace(/^"(.*)"$/, "$1").toLowerCase(), index]),
  );
}

/**
 * Reads the annotations of Kinetics. The validation videos are for the test if there are any; test
 * videos without a label, as they are published, are of no use.
 *
 * @param files Names of the CSV files of Kinetics in the folder. One without a column `split` is of
 * the split that it is named after.
 * @throws {ManifestError} If a split is unknown, or no video is for training or none for the test.
 */
export async function readKineticsAnnotations(
  folder: string,
  files: readonly string[],
): Promise<OfficialLists> {
  const bySplit = await readVideos(folder, files);
  refuseUnknownSplits(bySplit, folder);
  const inSplits = (names: readonly string[]) =>
    names.flatMap((name) => [...bySplit.get(name)?.values() ?? []]);
  const train = inSplits(TRAIN);
  const validation = inSplits(VALIDATION);
  const testSplit = inSplits(TEST);
  const labeledTest = testSplit.filter(({ className }) => className !== null);
  const test = validation.length > 0 ? validation : labeledTest;
  if (train.length === 0 || test.length === 0) {
    const lacking = train.length === 0 ? "training" : "validation";
    throw new ManifestError(folder, `its annotations name no labeled ${lacking} video`);
  }
  const classes = new Set(train.flatMap(({ className }) => className ?? []));
  const unused = test === labeledTest ? 0 : testSplit.length;
  return {
    title: "annotations",
    classes: [...classes].sort(compareStrings),
    train,
    test,
    notes: unused === 0 ? [] : [`left ${pluralize(unused, "video")} of the split 'test' unused`],
  };
}

async function readVideos(folder: string, files: readonly string[]): Promise<VideosBySplit> {
  const bySplit = new Map<string, Map<string, ListedVideo>>();
  for (const file of files) {
    const path = join(folder, file);
    for (const { split, ...video } of parseAnnotations(await readText(path), path)) {
      const videos = bySplit.get(split) ?? new Map<string, ListedVideo>();
      bySplit.set(split, videos);
      // The same row in two files (a CSV of each split, and one of all) is one video.
      videos.set(video.written, video);
    }
  }
  return bySplit;
}

function parseAnnotations(
  text: string,
  path: string,
): (ListedVideo & { readonly split: string })[] {
  const [header = [], ...rows] = parseCsv(text, path);
  const columns = columnsOf(header);
  const splitOfFile = columns.has("split") ? "" : splitNamedBy(path);
  return rows.map((row, index) => {
    const field = (title: string) => row[columns.get(title) ?? -1]?.trim() ?? "";
    const [id, start, end] = NEEDED_COLUMNS.map(field);
    if (!id || !isSeconds(start) || !isSeconds(end)) {
      throw new ManifestError(
        path,
        `row ${index + 2} must have a youtube_id and seconds: it is '${row.join(",")}'`,
      );
    }
    const className = underscored(field("label"));
    return {
      written: `${className}/${id}_${sixDigits(start)}_${sixDigits(end)}.mp4`,
      className: className === "" ? null : className,
      split: splitOfFile || field("split"),
    };
  });
}

/** Returns the split that a file without a column for it is named after, as "k400_train.csv". */
function splitNamedBy(path: string): string {
  const name = basename(path).toLowerCase();
  const words = name.slice(0, -".csv".length).split(/[^a-z]+/);
  const known = [...TRAIN, ...VALIDATION, ...TEST].filter((split) => words.includes(split));
  const [split] = known;
  if (split !== undefined && known.length === 1) return split;
  throw new ManifestError(
    path,
    "it must have a column 'split', or be named after one, as train.csv",
  );
}

function isSeconds(text: string | undefined): text is string {
  return text !== undefined && /^\d+(?:\.\d+)?$/.test(text);
}

function refuseUnknownSplits(bySplit: VideosBySplit, folder: string): void {
  const known = [...TRAIN, ...VALIDATION, ...TEST];
  const unknown = [...bySplit.keys()].filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new ManifestError(
    folder,
    `the column 'split' must hold train, validate or test: it has ${quotedList(unknown)}`,
  );
}

/** Returns seconds as file names of Kinetics write them: "000012". */
function sixDigits(seconds: string): string {
  return String(Math.trunc(Number(seconds))).padStart(6, "0");
}

import { join } from "node:path";
import type { OfficialLists } from "./_layout.ts";
import { parseCsv } from "./_parse_csv.ts";
import { underscored } from "./_video_index.ts";
import type { ListedVideo } from "../splits/read_published_split.ts";
import { pluralize, quotedList } from "../_words.ts";
import { compareStrings } from "../_compare_strings.ts";
import { ManifestError } from "../manifest_error.ts";
import { readText } from "./_read_text.ts";

const COLUMNS = ["label", "youtube_id", "time_start", "time_end", "split"] as const;

const TRAIN = ["train", "training"];
const VALIDATION = ["validate", "val", "validation"];
const TEST = ["test"];

/** By the words of the column `split`: videos by their names in lists. */
type VideosBySplit = ReadonlyMap<string, ReadonlyMap<string, ListedVideo>>;

/**
 * Reads the annotations of Kinetics. The validation videos are for the test if there are any.
 *
 * @param files Names of the CSV files in the folder; those with other columns are ignored.
 * @returns The annotated videos, or null if no file has the columns of Kinetics.
 * @throws {ManifestError} If a split is unknown, or no video is for training or none for the test.
 */
export async function readKineticsAnnotations(
  folder: string,
  files: readonly string[],
): Promise<OfficialLists | null> {
  const bySplit = await readVideos(folder, files);
  if (bySplit.size === 0) return null;
  refuseUnknownSplits(bySplit, folder);
  const inSplits = (names: readonly string[]) =>
    names.flatMap((name) => [...bySplit.get(name)?.values() ?? []]);
  const train = inSplits(TRAIN);
  const validation = inSplits(VALIDATION);
  const testSplit = inSplits(TEST);
  const test = validation.length > 0 ? validation : testSplit;
  if (train.length === 0 || test.length === 0) {
    const lacking = train.length === 0 ? "training" : "validation";
    throw new ManifestError(folder, `its annotations name no ${lacking} video`);
  }
  const classes = new Set(train.flatMap(({ className }) => className ?? []));
  const unused = test === testSplit ? 0 : testSplit.length;
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

/** Parses a CSV with the columns of Kinetics; returns no rows if it has others. */
function parseAnnotations(
  text: string,
  path: string,
): (ListedVideo & { readonly split: string })[] {
  // A CSV of another kind is not parsed: it may be malformed.
  const [firstLine = ""] = text.trimStart().split(/\r?\n/, 1);
  if (!COLUMNS.every((name) => firstLine.includes(name))) return [];
  const [header = [], ...rows] = parseCsv(text, path);
  const columns = COLUMNS.map((name) => header.indexOf(name));
  if (columns.includes(-1)) return [];
  return rows.map((row) => {
    const [label = "", id = "", start = "", end = "", split = ""] = columns
      .map((column) => row[column]?.trim() ?? "");
    const className = underscored(label);
    return {
      written: `${className}/${id}_${sixDigits(start)}_${sixDigits(end)}.mp4`,
      className: className === "" ? null : className,
      split,
    };
  });
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

import { dirname, join } from "node:path";
import { refuseDuplicates } from "./_duplicates.ts";
import { isDatabase, PREPARED_DATABASE, readDatabase } from "../database/_read_database.ts";
import { classesOf, label } from "./_label_videos.ts";
import { noteMissing } from "./_missing_files.ts";
import { type Found, readFolder } from "./_read_folder.ts";
import { readPublished } from "./_read_published.ts";
import { readVideoList } from "./_video_list.ts";
import { holdOut } from "../splits/hold_out.ts";
import { type Manifest, ManifestError } from "../manifest.ts";
import { counted } from "../_words.ts";
import { hasVideoExtension, listFolder } from "../_list_folder.ts";

/** What to read beside the data folder or list. */
export interface ReadManifestOptions {
  /**
   * List of test videos. Its paths are relative to the data folder, or to the folder of the data's list.
   * Default: the data's own split, else a share held out.
   */
  readonly testList?: string;
  /**
   * Share of each class held out for the test where nothing says which videos are.
   * @default 0.2
   */
  readonly testShare?: number;
  /**
   * Seed of what is held out.
   * @default 0
   */
  readonly seed?: number;
  /**
   * Name of a published division into labeled and unlabeled videos, one of `PUBLISHED_SPLITS`.
   * Default: every training video keeps its label.
   */
  readonly split?: string;
  /**
   * Largest share of a list's videos that may have no file; they are named in the manifest's `missing`.
   * @default 0.05
   */
  readonly missingShare?: number;
}

/**
 * Reads which videos there are, their classes, and which are for training and which for the test.
 *
 * `data` is one of
 * - a folder that `prepareVideos` wrote: its videos have the ids, classes and division of the original,
 * - a folder with an `index.csv` (columns path, class and optionally split),
 * - a folder with the official lists of UCF-101 or HMDB-51 (split 1) or the annotations of Kinetics, in it
 *   or one folder below, and the videos anywhere below,
 * - a folder with `train/` and optionally `test/` or `val/`, each of class folders,
 * - a folder of class folders,
 * - a list file with a line `path label` for each video: the label a class name or an index, in quotes
 *   where it holds blanks, absent for unlabeled videos; `#` begins a comment. Paths are relative to the
 *   list's folder; indexes count from 0,
 * - a database `NAME.sqlite` that `indexManifest` wrote of any of these: no video is looked at then.
 *
 * Class names are sorted to make labels, except where lists give indexes. Videos beside the class
 * folders are unlabeled. Where nothing says which videos are for the test, `holdOut` chooses. With a
 * published `split` its lists count instead, whatever the layout: their videos are found by name.
 *
 * A test video that is also among the training videos, be it under another name, is refused.
 *
 * @throws {ManifestError} with one line on what is wrong with the data.
 */
export async function readManifest(
  data: string,
  options: ReadManifestOptions = {},
): Promise<Manifest> {
  const { missingShare = 0.05, testList, split } = options;
  if (!(missingShare >= 0 && missingShare <= 1)) {
    throw new RangeError(
      `Cannot read videos as 'missingShare' must be from 0 to 1: current value is ${missingShare}`,
    );
  }
  const { isFile } = await statData(data);
  const database = isFile ? isDatabase(data) ? data : null : await preparedIn(data, options);
  if (database !== null) {
    if (testList !== undefined) {
      throw new ManifestError(
        data,
        "a test list cannot be given with a database, which has its own",
      );
    }
    const manifest = readDatabase(database, split);
    checkSplit(manifest, data);
    return manifest;
  }
  const lists = { missingShare, ...testList === undefined ? {} : { testList } };
  const found = split !== undefined
    ? await readPublished(data, { ...lists, split })
    : isFile
    ? await readLists(data, lists)
    : await readFolder(data, lists);
  const manifest = divide(found, data, options);
  await refuseDuplicates(manifest, data);
  return manifest;
}

/** The database of a folder of prepared videos; null where there is none, or it is not all that counts. */
async function preparedIn(
  folder: string,
  { testList, split }: ReadManifestOptions,
): Promise<string | null> {
  if (testList !== undefined || split !== undefined) return null;
  const entries = await listFolder(folder);
  return entries.some(({ name }) => name === PREPARED_DATABASE)
    ? join(folder, PREPARED_DATABASE)
    : null;
}

function divide(found: Found, path: string, options: ReadManifestOptions): Manifest {
  const classes = found.classes ?? classesOf(found, path);
  const { missing } = found;
  const notes = [...found.notes, ...noteMissing(missing)];
  const train = label(found.train, { classes, path });
  if (found.test !== null) {
    const test = label(found.test, { classes, path });
    const manifest = { classes, train, test, notes, missing, labeled: found.labeled };
    checkSplit(manifest, path);
    return manifest;
  }
  const { testShare = 0.2, seed = 0 } = options;
  const { leftOut, ...divided } = holdOut(train, { classes, testShare, seed, path });
  notes.push(`held ${divided.test.length} of ${counted(train.length, "video")} out for the test`);
  if (leftOut.length > 0) {
    notes.push(
      `left ${
        counted(leftOut.length, "unlabeled video")
      } unused, of the same source as a test video`,
    );
  }
  return { classes, ...divided, notes, missing, labeled: found.labeled };
}

async function statData(data: string): Promise<Deno.FileInfo> {
  let info: Deno.FileInfo;
  try {
    info = await Deno.stat(data);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new ManifestError(data, "it does not exist", { cause });
  }
  if (info.isFile && hasVideoExtension(data)) {
    throw new ManifestError(data, "it must be a folder or a list, not a single video");
  }
  if (!info.isFile && !info.isDirectory) {
    throw new ManifestError(data, "it must be a folder or a list");
  }
  return info;
}

async function readLists(
  trainList: string,
  { testList, missingShare }: { readonly testList?: string; readonly missingShare: number },
): Promise<Found> {
  const options = { root: dirname(trainList), missingShare };
  const train = await readVideoList(trainList, options);
  const test = testList === undefined ? null : await readVideoList(testList, options);
  return {
    train: train.videos,
    test: test?.videos ?? null,
    classes: null,
    labeled: null,
    notes: [],
    missing: [...train.missing, ...test?.missing ?? []],
  };
}

function checkSplit({ classes, train, test, labeled }: Manifest, path: string): void {
  const tested = new Map(test.flatMap(({ id, path }) => [[id, id], [path, id]]));
  const shared = train.flatMap(({ id, path }) => tested.get(id) ?? tested.get(path) ?? []);
  if (shared.length > 0) {
    throw new ManifestError(
      path,
      `training and test share ${counted(shared.length, "video")}, '${shared[0]}' for one`,
    );
  }
  const unlabeled = test.filter((video) => video.label === null);
  if (unlabeled.length > 0) {
    throw new ManifestError(
      path,
      `${counted(unlabeled.length, "test video")} without a label, '${unlabeled[0]?.id}' for one`,
    );
  }
  const kept = labeled === null ? train : train.filter(({ id }) => labeled.has(id));
  const seen = new Set(kept.map((video) => video.label));
  const missing = classes.filter((_, index) => !seen.has(index));
  if (missing.length > 0) {
    throw new ManifestError(path, `class '${missing[0]}' has no labeled training video`);
  }
}

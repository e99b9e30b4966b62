import { dirname, join } from "node:path";
import { type IndexedVideo, readIndexFile } from "./_index_file.ts";
import { classesOf, label, type NamedSplit } from "./_label_videos.ts";
import {
  counted,
  type FolderScan,
  hasVideoExtension,
  listFolder,
  scanFolder,
} from "./_scan_folder.ts";
import { readVideoList } from "./_video_list.ts";
import { holdOut } from "./hold_out.ts";
import { type Manifest, ManifestError, type NamedVideo } from "./manifest.ts";

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
}

/**
 * Reads which videos there are, their classes, and which are for training and which for the test.
 *
 * `data` is one of
 * - a folder with an `index.csv` (columns path, class and optionally split),
 * - a folder with `train/` and optionally `test/` or `val/`, each of class folders,
 * - a folder of class folders,
 * - a list file with a line `path label` for each video: the label a class name or an index, in quotes
 *   where it holds blanks, absent for unlabelled videos; `#` begins a comment. Paths are relative to the
 *   list's folder; indexes count from 0.
 *
 * Class names are sorted to make labels, except where lists give indexes. Videos beside the class
 * folders are unlabelled. Where nothing says which videos are for the test, `holdOut` chooses.
 *
 * @throws {ManifestError} with one line on what is wrong with the data.
 */
export async function readManifest(
  data: string,
  options: ReadManifestOptions = {},
): Promise<Manifest> {
  const { isFile } = await statData(data);
  const found = isFile
    ? await readLists(data, options.testList)
    : await readFolder(data, options.testList);
  const classes = found.classes ?? classesOf(found, data);
  const train = label(found.train, { classes, path: data });
  if (found.test === null) {
    const { testShare = 0.2, seed = 0 } = options;
    const { leftOut, ...divided } = holdOut(train, { classes, testShare, seed, path: data });
    const notes = [
      ...found.notes,
      `held ${divided.test.length} of ${counted(train.length, "video")} out for the test`,
    ];
    if (leftOut.length > 0) {
      notes.push(
        `left ${
          counted(leftOut.length, "unlabelled video")
        } unused, of the same source as a test video`,
      );
    }
    return { classes, ...divided, notes };
  }
  const test = label(found.test, { classes, path: data });
  const manifest = { classes, train, test, notes: found.notes };
  checkSplit(manifest, data);
  return manifest;
}

type Found = NamedSplit & {
  /** Class names where folders fix them; null where they follow from the labels. */
  readonly classes: readonly string[] | null;
  readonly notes: readonly string[];
};

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

async function readLists(trainList: string, testList: string | undefined): Promise<Found> {
  const root = dirname(trainList);
  const train = await readVideoList(trainList, root);
  const test = testList === undefined ? null : await readVideoList(testList, root);
  return { train, test, classes: null, notes: [] };
}

async function readFolder(root: string, testList: string | undefined): Promise<Found> {
  const found = await readFolderSplit(root);
  if (testList === undefined) return found;
  const all = [...found.train, ...found.test ?? []];
  const byId = new Map(all.map((video) => [video.id, video]));
  // A list of bare paths takes the labels from the folders.
  const test = (await readVideoList(testList, root)).map((video) => ({
    ...video,
    className: video.className ?? byId.get(video.id)?.className ?? null,
  }));
  const testIds = new Set(test.map(({ id }) => id));
  const train = all.filter(({ id }) => !testIds.has(id));
  return { ...found, train, test };
}

async function readFolderSplit(root: string): Promise<Found> {
  const entries = await listFolder(root);
  if (entries.some(({ name, isFile }) => isFile && name === "index.csv")) {
    return divideIndex(await readIndexFile(root));
  }
  const folders = entries.filter(({ isFile }) => !isFile).map(({ name }) => name);
  // "train" beside other folders is a class: one of vehicles.
  const isSplit = folders.includes("train") &&
    folders.every((name) => ["train", "test", "val"].includes(name));
  if (!isSplit) {
    const scan = await scanFolder(root);
    return { ...fromScan(scan), test: null };
  }
  const train = await scanFolder(root, "train");
  const testName = ["test", "val"].find((name) => folders.includes(name));
  const test = testName === undefined ? null : await scanFolder(root, testName);
  const found = fromScan(train, test?.ignoredFiles);
  const notes = testName === "test" && folders.includes("val")
    ? [...found.notes, `left the videos in '${join(root, "val")}' unused`]
    : found.notes;
  return { ...found, notes, test: test?.videos ?? null };
}

function fromScan(scan: FolderScan, moreIgnored = 0) {
  const ignored = scan.ignoredFiles + moreIgnored;
  const files = ignored === 1 ? "file that is no video" : "files that are no videos";
  const notes = ignored === 0 ? [] : [`passed over ${ignored} ${files}`];
  return { train: scan.videos, classes: scan.classes, notes };
}

function divideIndex(videos: readonly IndexedVideo[]): Found {
  const of = (split: IndexedVideo["split"]): NamedVideo[] =>
    videos.filter((video) => video.split === split);
  const testSplit = of("test").length > 0 ? "test" : "val";
  const test = of(testSplit);
  const unused = testSplit === "test" ? of("val").length : 0;
  return {
    train: [...of("train"), ...of(null)],
    test: test.length > 0 ? test : null,
    classes: null,
    notes: unused > 0 ? [`left ${counted(unused, "video")} of the split 'val' unused`] : [],
  };
}

function checkSplit({ classes, train, test }: Manifest, path: string): void {
  const trainIds = new Set(train.map(({ id }) => id));
  const shared = test.filter(({ id }) => trainIds.has(id));
  if (shared.length > 0) {
    throw new ManifestError(
      path,
      `training and test share ${counted(shared.length, "video")}, '${shared[0]?.id}' for one`,
    );
  }
  const unlabelled = test.filter((video) => video.label === null);
  if (unlabelled.length > 0) {
    throw new ManifestError(
      path,
      `${counted(unlabelled.length, "test video")} without a label, '${unlabelled[0]?.id}' for one`,
    );
  }
  const seen = new Set(train.map((video) => video.label));
  const missing = classes.filter((_, index) => !seen.has(index));
  if (missing.length > 0) {
    throw new ManifestError(path, `class '${missing[0]}' has no labelled training video`);
  }
}

import { join, resolve } from "node:path";
import { type IndexedVideo, readIndexFile } from "./_index_file.ts";
import type { NamedSplit } from "./_label_videos.ts";
import { noteMissing } from "./_missing_files.ts";
import { readOfficialLists } from "./_official_layout.ts";
import { type FolderScan, scanFolder } from "./_scan_folder.ts";
import { VideoIndex } from "./_video_index.ts";
import { PREPARED_DATABASE, readDatabase } from "../database/_read_database.ts";
import { readVideoList } from "./_video_list.ts";
import type { NamedVideo, VideoEntry } from "../manifest.ts";
import { counted } from "../_words.ts";
import { listFolder } from "../_list_folder.ts";

/** Videos with labels as written, before names have become indexes. */
export interface Found extends NamedSplit {
  /** Class names where folders or lists fix them; null where they follow from the labels. */
  readonly classes: readonly string[] | null;
  readonly notes: readonly string[];
  /** Listed videos without a file. */
  readonly missing: readonly string[];
  /** Ids of those that a published split counts as labeled; null where there is none. */
  readonly labeled: ReadonlySet<string> | null;
}

/** What to read beside the folder. */
export interface ReadFolderOptions {
  /** List of test videos; its paths are relative to the folder. */
  readonly testList?: string;
  /** Largest share of a list's videos that may have no file. */
  readonly missingShare: number;
}

/**
 * Reads the videos of a folder as {@linkcode readManifest} describes it.
 *
 * @throws {ManifestError}
 */
export async function readFolder(
  root: string,
  { testList, missingShare }: ReadFolderOptions,
): Promise<Found> {
  const found = await readFolderSplit(root, missingShare);
  if (testList === undefined) return found;
  const all = [...found.train, ...found.test ?? []];
  const byPath = new Map(all.map((video) => [resolve(video.path), video]));
  // A list of bare paths takes the labels from the folders.
  const list = await readVideoList(testList, { root, missingShare });
  const test = list.videos.map((video) => ({
    ...video,
    className: video.className ?? byPath.get(resolve(video.path))?.className ?? null,
  }));
  const testPaths = new Set(test.map(({ path }) => resolve(path)));
  const train = all.filter(({ path }) => !testPaths.has(resolve(path)));
  return { ...found, train, test, missing: [...found.missing, ...list.missing] };
}

async function readFolderSplit(root: string, missingShare: number): Promise<Found> {
  const entries = await listFolder(root);
  if (entries.some(({ name }) => name === PREPARED_DATABASE)) return readPrepared(root);
  if (entries.some(({ name, isFile }) => isFile && name === "index.csv")) {
    const { videos, missing } = await readIndexFile(root, missingShare);
    return { ...divideIndex(videos), missing };
  }
  const official = await readOfficial(root, missingShare);
  if (official !== null) return official;
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

/** What the database in a folder of prepared videos says. */
function readPrepared(root: string): Found {
  const manifest = readDatabase(join(root, PREPARED_DATABASE), undefined);
  const named = (videos: readonly VideoEntry[]) =>
    videos.map(({ id, path, label }): NamedVideo => ({
      id,
      path,
      className: label === null ? null : manifest.classes[label] ?? null,
    }));
  // It is told of again from `missing`.
  const told = noteMissing(manifest.missing);
  const notes = manifest.notes.filter((note) => !told.includes(note));
  return { ...manifest, notes, train: named(manifest.train), test: named(manifest.test) };
}

function fromScan(scan: FolderScan, moreIgnored = 0) {
  const ignored = scan.ignoredFiles + moreIgnored;
  const files = ignored === 1 ? "file that is no video" : "files that are no videos";
  const notes = ignored === 0 ? [] : [`passed over ${ignored} ${files}`];
  return { train: scan.videos, classes: scan.classes, notes, missing: [], labeled: null };
}

function divideIndex(videos: readonly IndexedVideo[]): Omit<Found, "missing"> {
  const of = (split: IndexedVideo["split"]): NamedVideo[] =>
    videos.filter((video) => video.split === split);
  const testSplit = of("test").length > 0 ? "test" : "val";
  const test = of(testSplit);
  const unused = testSplit === "test" ? of("val").length : 0;
  return {
    train: [...of("train"), ...of(null)],
    test: test.length > 0 ? test : null,
    classes: null,
    labeled: null,
    notes: unused > 0 ? [`left ${counted(unused, "video")} of the split 'val' unused`] : [],
  };
}

/** Reads the official lists of a data set, if there are any, and finds their videos. */
async function readOfficial(root: string, missingShare: number): Promise<Found | null> {
  const lists = await readOfficialLists(root);
  if (lists === null) return null;
  const index = await VideoIndex.read(root);
  const locate = (part: "train" | "test", noun: string) =>
    index.locate(lists[part], { what: `${noun} videos of the ${lists.title}`, missingShare });
  const train = locate("train", "training");
  const test = locate("test", "test");
  return {
    train: train.videos,
    test: test.videos,
    classes: lists.classes,
    notes: lists.notes,
    missing: [...train.missing, ...test.missing],
    labeled: null,
  };
}

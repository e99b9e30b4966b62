import { dirname } from "node:path";
import type { FoundVideos, NamedVideo } from "../_found_videos.ts";
import { refuseDuplicates } from "./_duplicates.ts";
import { checkManifest, finishManifest } from "./_finish_manifest.ts";
import { readListFiles } from "./_list_files.ts";
import { readFolder } from "./_read_folder.ts";
import { readPublished } from "./_read_published.ts";
import { statData } from "./_stat_data.ts";
import { addUnlabeled } from "./_unlabeled_videos.ts";
import type { LayoutName } from "./layout_names.ts";
import { isDatabase, readDatabase } from "../database/_read_database.ts";
import type { Manifest } from "../manifest.ts";
import { ManifestError } from "../manifest_error.ts";

/** Options of {@linkcode readManifest}. */
export interface ReadManifestOptions {
  /**
   * List of test videos. Its paths are relative to the data folder, or to the folder of the data's
   * list. If omitted, the data's own split is used, or a share is held out.
   */
  readonly testList?: string | undefined;
  /**
   * More training videos without labels: folders, of which all videos are taken, lists, whose paths
   * are relative to their own folders, and databases. Videos that the data has already are not
   * added.
   * @default []
   */
  readonly unlabeled?: readonly string[] | undefined;
  /**
   * Share of each class held out for the test if nothing says which videos are, in (0, 1).
   * @default 0.2
   */
  readonly testShare?: number | undefined;
  /**
   * Seed of what is held out.
   * @default 0
   */
  readonly seed?: number | undefined;
  /**
   * Name of a published split into labeled and unlabeled videos, one of {@linkcode
   * PUBLISHED_SPLITS}. If omitted, every training video keeps its label.
   */
  readonly split?: string | undefined;
  /**
   * Largest share of a list's videos that may have no file, 0 to 1; they are named in the
   * manifest's `missing`.
   * @default 0.05
   */
  readonly missingShare?: number | undefined;
  /**
   * Whether classes of an official or published list of which no video has a file are left out. If
   * not, they are refused.
   * @default false
   */
  readonly presentClassesOnly?: boolean | undefined;
  /**
   * The layout of the data's folder, one of {@linkcode LAYOUT_NAMES}. If omitted, it is the first
   * one that fits, and folders that may be parts of the data as well as classes are refused.
   */
  readonly layout?: LayoutName | undefined;
  /**
   * Whether to take the data set as a whole: all labeled videos are test videos, whatever part they
   * are in, and nothing is held out, divided or refused for being in both parts. For a test of
   * videos that a run has not learned from, or whose division it keeps.
   * @default false
   */
  readonly whole?: boolean | undefined;
}

/**
 * Reads a data set: its videos, their classes, and which are for training and which for the test.
 *
 * `data` is one of
 * - a folder that {@linkcode prepareVideos} wrote: its videos have the ids, classes and division of
 *   the original,
 * - a folder with an `index.csv` (columns path, class and optionally split),
 * - a folder with the official lists of UCF-101 or HMDB-51 (split 1) or the annotations of
 *   Kinetics, in it or up to three folders below, and the videos anywhere below,
 * - a folder with `train/` and optionally `test/`, `val/` and `unlabeled/`, named in any case and
 *   with the usual synonyms, each of class folders (`unlabeled/` of anything); or such folders in
 *   each class folder,
 * - a folder of class folders, and optionally `unlabeled/`,
 * - a folder that holds nothing but one of these,
 * - a list file with a line "path label" for each video, or a table with a header (columns path,
 *   class and optionally split): separated by blanks, tabs, commas or semicolons, in quotes where
 *   that is needed. The label is a class name, a number, or omitted for unlabeled videos. Paths are
 *   relative to the list's folder,
 * - a database `NAME.sqlite` that {@linkcode indexManifest} wrote for any of these; no video is
 *   opened.
 *
 * Class names are sorted to make labels, except if lists have numbers. These get their meaning from
 * the data's folder, from a file `classes.txt`, `classInd.txt` or the like beside the list, or from
 * the folders of the videos; else they are the names, if they count from 0 or 1 without gaps. Videos
 * beside the class folders are unlabeled. If nothing says which videos are for the test, {@linkcode holdOut}
 * chooses. With a published `split` its lists are used instead, whatever the layout: their videos
 * are found by name.
 *
 * Data of a single class is refused, as nothing can be learned from it.
 *
 * A test video that is also among the training videos, even under another name, is refused; ffmpeg
 * is needed only if there are equal files, to find out whether they are videos.
 *
 * @example A folder with an index
 * ```ts
 * import assert from "node:assert/strict";
 * import { readManifest } from "@actnetformer/deno/datasets";
 *
 * const data = await Deno.makeTempDir();
 * for (const name of ["1.mp4", "2.mp4", "3.mp4"]) await Deno.writeTextFile(`${data}/${name}`, "");
 * const rows = ["path,class,split", "1.mp4,run,train", "2.mp4,walk,train", "3.mp4,run,test"];
 * await Deno.writeTextFile(`${data}/index.csv`, rows.join("\n"));
 * const { classes, train, test } = await readManifest(data);
 * assert.deepEqual(classes, ["run", "walk"]);
 * assert.deepEqual(train.map(({ label }) => label), [0, 1]);
 * assert.deepEqual(test.map(({ id }) => id), ["3.mp4"]);
 * ```
 *
 * @param data The data set's folder, list or database.
 * @throws {ManifestError} If the data cannot be used; the message says in one line what is wrong
 * with it.
 * @throws {FfmpegError} If there are equal files, but no ffmpeg.
 * @throws {RangeError} If `missingShare` or `testShare` is out of range.
 */
export async function readManifest(
  data: string,
  options: ReadManifestOptions = {},
): Promise<Manifest> {
  const { missingShare = 0.05, unlabeled = [], whole = false } = options;
  if (!(missingShare >= 0 && missingShare <= 1)) {
    throw new RangeError(
      `Cannot read videos as 'missingShare' must be from 0 to 1: current value is ${missingShare}`,
    );
  }
  const { isFile } = await statData(data);
  if (isFile && options.layout !== undefined) {
    throw new ManifestError(data, "a layout can be given only with a folder");
  }
  const { manifest, isIndexed } = isFile && isDatabase(data)
    ? { manifest: readIndexed(data, options), isIndexed: true }
    : await readFound(data, { ...options, isFile, missingShare });
  const complete = unlabeled.length === 0 ? manifest : await addUnlabeled(manifest, unlabeled, {
    root: isFile ? dirname(data) : data,
    missingShare,
  });
  if (whole) return joinParts(complete);
  checkManifest(complete, data);
  // A database was checked when it was made: its files are not opened again.
  if (!isIndexed || unlabeled.length > 0) await refuseDuplicates(complete, data);
  return complete;
}

/** A data set as it was found, before it is checked. */
interface FoundManifest {
  readonly manifest: Manifest;
  /** Whether it is from a database. */
  readonly isIndexed: boolean;
}

interface FindVideosOptions extends ReadManifestOptions {
  readonly isFile: boolean;
  readonly missingShare: number;
}

async function readFound(data: string, options: FindVideosOptions): Promise<FoundManifest> {
  const { testShare = 0.2, seed = 0, whole = false } = options;
  const found = await findVideos(data, options);
  if (found.manifest !== undefined) return { manifest: found.manifest, isIndexed: true };
  const undivided = whole ? withoutDivision(found) : found;
  return {
    manifest: finishManifest(undivided, { path: data, testShare, seed }),
    isIndexed: false,
  };
}

/** Makes all videos training videos, so that nothing is held out of them. */
function withoutDivision(found: FoundVideos): FoundVideos {
  const train = [...found.train, ...found.test ?? []];
  return { ...found, train, test: [], classes: withClassesOf(train, found.classes) };
}

/** Adds the classes that only test videos have. */
function withClassesOf(videos: readonly NamedVideo[], classes: readonly string[]): string[] {
  const names = videos.flatMap(({ className }) => className ?? []);
  return [...new Set([...classes, ...names])];
}

/** Makes all labeled videos test videos; one that is in both parts is taken once. */
function joinParts(manifest: Manifest): Manifest {
  const byId = new Map([...manifest.train, ...manifest.test].map((video) => [video.id, video]));
  const videos = [...byId.values()];
  return {
    ...manifest,
    train: videos.filter(({ label }) => label === null),
    test: videos.filter(({ label }) => label !== null),
    labeled: null,
  };
}

/** Reads a database that `indexManifest` wrote. */
function readIndexed(
  file: string,
  { testList, split }: Pick<ReadManifestOptions, "testList" | "split">,
): Manifest {
  if (testList !== undefined) {
    throw new ManifestError(file, "a test list cannot be given with a database, which has its own");
  }
  return readDatabase(file, split);
}

async function findVideos(data: string, options: FindVideosOptions): Promise<FoundVideos> {
  const { isFile, split, testList, presentClassesOnly = false } = options;
  const read = isFile ? readListFiles : readFolder;
  const folderOptions = { ...options, presentClassesOnly };
  const found = split === undefined
    ? await read(data, folderOptions)
    : await readPublished(data, { ...folderOptions, split });
  return testList === undefined ? found : { ...found, testSource: `of ${testList}` };
}

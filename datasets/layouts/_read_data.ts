import { dirname } from "node:path";
import type { FoundVideos, NamedVideo } from "../_found_videos.ts";
import {
  checkManifest,
  finishManifest,
  HELD_OUT,
  refuseUnlabeledTest,
} from "./_finish_manifest.ts";
import { findExtraCopies } from "./find_extra_copies.ts";
import { readListFiles } from "./_list_files.ts";
import { readFolder } from "./_read_folder.ts";
import { readPublished } from "./_read_published.ts";
import { statData } from "./_stat_data.ts";
import { addUnlabeled } from "./_unlabeled_videos.ts";
import { noteLikelySlips } from "../labels/_note_likely_slips.ts";
import { isDatabase, readDatabase } from "../database/_read_database.ts";
import type { Manifest, VideoEntry } from "../manifest.ts";
import { ManifestError } from "../manifest_error.ts";
import type { ReadManifestOptions } from "./read_manifest_options.ts";

/** Does the work of `readManifest()`. */
export async function readData(
  data: string,
  options: ReadManifestOptions,
): Promise<Manifest> {
  const { missingShare = 0.05, unlabeled = [], whole = false, testOnly = false } = options;
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
  const joined = unlabeled.length === 0 ? manifest : await addUnlabeled(manifest, unlabeled, {
    root: isFile ? dirname(data) : data,
    missingShare,
  });
  const complete = { ...joined, notes: [...joined.notes, ...noteLikelySlips(joined)] };
  if (whole) return joinParts(complete);
  if (testOnly) {
    refuseUnlabeledTest(complete, data);
    return { ...complete, train: [] };
  }
  checkManifest(complete, data);
  // A database was checked when it was made, and a division of ours is of videos without copies:
  // their files are not opened again.
  const isDone = isIndexed || complete.testSource === HELD_OUT;
  return isDone && unlabeled.length === 0 ? complete : await takeOnce(complete, data, options);
}

/** Leaves copies out, so that each video counts once. */
async function takeOnce(
  manifest: Manifest,
  path: string,
  { acceptsCopies }: ReadManifestOptions,
): Promise<Manifest> {
  const { classes, train, test, labeled, copies = [] } = manifest;
  const { originals, notes } = await findExtraCopies([...train, ...test], {
    path,
    classes,
    tested: new Set(test.map(({ id }) => id)),
    preferred: labeled ?? undefined,
    isHeldOut: manifest.testSource === HELD_OUT,
    acceptsCopies,
  });
  if (originals.size === 0) return manifest;
  const isKept = (video: VideoEntry) => !originals.has(video);
  return {
    ...manifest,
    train: train.filter(isKept),
    test: test.filter(isKept),
    copies: [...copies, ...originals.keys()],
    notes: [...manifest.notes, ...notes],
  };
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
  const { testShare = 0.2, seed = 0, whole = false, acceptsCopies = false } = options;
  const found = await findVideos(data, options);
  if (found.manifest !== undefined) return { manifest: found.manifest, isIndexed: true };
  const undivided = whole ? withoutDivision(found) : found;
  return {
    manifest: await finishManifest(undivided, { path: data, testShare, seed, acceptsCopies }),
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

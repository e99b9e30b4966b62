import type { FoundVideos } from "../_found_videos.ts";
import { label } from "../labels/_label_videos.ts";
import { noteMissing } from "../lists/_missing_files.ts";
import type { Manifest, VideoEntry } from "../manifest.ts";
import { holdOut } from "../splits/hold_out.ts";
import { recordingOf } from "../splits/recording_of.ts";
import { sourceOf } from "../splits/source_of.ts";
import { pluralize, quotedList } from "../_words.ts";
import { findExtraCopies } from "./find_extra_copies.ts";
import { ManifestError } from "../manifest_error.ts";

/** Where test videos come from if nothing says which they are. */
export const HELD_OUT = "held out";

/** Options of {@linkcode finishManifest}. */
export interface FinishManifestOptions {
  /** The data set, for messages. */
  readonly path: string;
  /** Share of each class held out for the test if nothing says which videos are. */
  readonly testShare: number;
  /** Seed of what is held out. */
  readonly seed: number;
  /** Whether copies with several labels are kept, not refused. */
  readonly acceptsCopies: boolean;
}

/**
 * Replaces class names by indexes and holds test videos out if nothing says which they are; of
 * copies, only one is divided.
 *
 * @throws {ManifestError} If videos must be held out of a single class, or labels or the division into training and
 * test are wrong, or a video has several labels.
 */
export async function finishManifest(
  found: FoundVideos,
  options: FinishManifestOptions,
): Promise<Manifest> {
  const { path } = options;
  const { classes } = found;
  // Before the message that too few videos can be held out; else checkManifest() refuses it.
  if (found.test === null) refuseOneClass(classes, path);
  const train = label(found.train, { classes, path });
  const { notes, ...parts } = found.test === null
    ? await holdTestOut(train, { classes, ...options })
    : {
      train,
      test: label(found.test, { classes, path }),
      testSource: found.testSource,
      copies: [],
      notes: [],
    };
  return {
    classes,
    train: parts.train,
    test: parts.test,
    testSource: parts.testSource,
    copies: parts.copies,
    notes: [...found.notes, ...noteMissing(found.missing), ...notes],
    missing: found.missing,
    labeled: found.labeled,
  };
}

async function holdTestOut(
  all: readonly VideoEntry[],
  options: FinishManifestOptions & { readonly classes: readonly string[] },
): Promise<Pick<Manifest, "train" | "test" | "testSource" | "copies" | "notes">> {
  const extra = await findExtraCopies(all, options);
  const videos = all.filter((video) => !extra.originals.has(video));
  const { train, test, leftOut } = holdOut(videos, options);
  const labeledCount = videos.filter(({ label }) => label !== null).length;
  const notes = [
    ...extra.notes,
    `held out ${test.length} of ${pluralize(labeledCount, "labeled video")} ` +
    `(${
      Number((100 * options.testShare).toFixed(2))
    } % of each class, but at least one) for the test`,
  ];
  notes.push(...noteSources(videos), ...noteFormats(videos), ...noteTestSources(leftOut.length));
  return { train, test, testSource: HELD_OUT, copies: [...extra.originals.keys()], notes };
}

/** Returns a line about what is taken for cuts of one source; none if nothing is. */
function noteSources(videos: readonly VideoEntry[]): string[] {
  const cuts = videos.filter((video) => video.label !== null && sourceOf(video) !== undefined);
  const sources = Map.groupBy(cuts, (video) => `${video.label} ${sourceOf(video)}`);
  if (sources.size === cuts.length) return [];
  const [several] = [...sources.values()].filter(({ length }) => length > 1);
  return [
    `kept cuts of one source together: ${pluralize(cuts.length, "labeled video")} of ` +
    `${pluralize(sources.size, "source")} by their names, '${sourceOf(several![0]!)}' for example`,
  ];
}

/** Returns a line about files that may be one video in several formats; none if there are none. */
function noteFormats(videos: readonly VideoEntry[]): string[] {
  const named = videos.filter((video) => video.label !== null && sourceOf(video) === undefined);
  const recordings = Map.groupBy(named, (video) => `${video.label} ${recordingOf(video)}`);
  const [several] = [...recordings.values()].filter(({ length }) => length > 1);
  if (several === undefined) return [];
  const count = named.length - recordings.size;
  return [
    `kept files together that differ in the extension alone, as they may be one video in several ` +
    `formats: ${quotedList(several.map(({ id }) => id))}${count > 1 ? " for example" : ""}`,
  ];
}

/** Returns a line about unlabeled cuts of the sources of test videos; none if there are none. */
export function noteTestSources(count: number): string[] {
  if (count === 0) return [];
  return [`left ${pluralize(count, "unlabeled video")} unused, of the same source as a test video`];
}

/** Refuses a single class: whatever is learned, its accuracy is 100 %. */
function refuseOneClass(classes: readonly string[], path: string): void {
  if (classes.length !== 1) return;
  throw new ManifestError(
    path,
    `it has only the class '${classes[0]}': nothing can be learned from fewer than two classes`,
  );
}

/**
 * Checks that there are several classes, no video is in both training and test, every test video is
 * labeled, and every class has a labeled training video.
 *
 * @param path The data set, for the message.
 * @throws {ManifestError} If that is not so.
 */
export function checkManifest({ classes, train, test, labeled }: Manifest, path: string): void {
  refuseOneClass(classes, path);
  const tested = new Map(test.flatMap(({ id, path }) => [[id, id], [path, id]]));
  const shared = train.flatMap(({ id, path }) => tested.get(id) ?? tested.get(path) ?? []);
  if (shared.length > 0) {
    throw new ManifestError(
      path,
      `training and test share ${pluralize(shared.length, "video")}, '${shared[0]}' for example`,
    );
  }
  refuseUnlabeledTest({ test }, path);
  const kept = labeled === null ? train : train.filter(({ id }) => labeled.has(id));
  const seen = new Set(kept.map((video) => video.label));
  const missing = classes.filter((_, index) => !seen.has(index));
  if (missing.length > 0) {
    throw new ManifestError(path, `class '${missing[0]}' has no labeled training video`);
  }
}

/**
 * Requires that every test video is labeled.
 *
 * @param path The data set, for the message.
 * @throws {ManifestError} If one is not.
 */
export function refuseUnlabeledTest({ test }: Pick<Manifest, "test">, path: string): void {
  const unlabeled = test.filter((video) => video.label === null);
  if (unlabeled.length === 0) return;
  const videos = pluralize(unlabeled.length, "test video");
  throw new ManifestError(path, `${videos} without a label, '${unlabeled[0]?.id}' for example`);
}

import { dirname, join } from "node:path";
import { preparedPaths } from "./_prepared_paths.ts";
import { type PreparedRow, PreparedSet } from "./_prepared_set.ts";
import { PREPARED_DATABASE } from "../database/_read_database.ts";
import { findTranscoder, type Transcoder } from "./_transcoder.ts";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import { removeIfPresent } from "../_remove_if_present.ts";
import { type FileStamp, fileStamp } from "../file_stamp.ts";
import { inParallel } from "../in_parallel.ts";
import { indexManifest } from "../database/index_manifest.ts";
import type { Manifest, VideoEntry } from "../manifest.ts";
import { ENCODING, transcodeVideo } from "./_transcode_video.ts";
import { pluralize, quotedList } from "../_words.ts";
import { TranscodeError } from "./_transcode_error.ts";
import type { PreparedSettings } from "./prepared_settings.ts";

/** How to prepare the videos of a manifest. */
export interface PrepareVideosOptions {
  /** Folder that gets the prepared videos. */
  readonly folder: string;
  readonly ffmpegPath: string;
  /** Short side in pixels, even; smaller videos keep their size. */
  readonly shortSide: number;
  /** What the manifest was read from: a folder that was begun with something else is refused. */
  readonly origin: PreparedSettings;
  /** Published split that the manifest was read with. */
  readonly split?: string;
  /** Videos transcoded at a time, each by one thread. */
  readonly concurrency: number;
  readonly signal?: AbortSignal;
  /** Told after each video. */
  readonly onVideo?: (video: PreparedVideo) => void;
}

/** What came of a video. */
export interface PreparedVideo {
  readonly original: VideoEntry;
  /** The prepared file; null where there is none. */
  readonly path: string | null;
  /** Sizes of both files; 0 where there is none. */
  readonly originalBytes: number;
  readonly preparedBytes: number;
  /** `damaged` was kept though its source complains; `broken` gives no picture; `failed` went wrong here. */
  readonly state: PreparedRow["state"] | "failed";
  /** What is wrong; null where nothing is. */
  readonly why: string | null;
  /** False where an earlier call had done it. */
  readonly isNew: boolean;
}

/**
 * Transcodes every video of a manifest into a folder that {@linkcode readManifest} reads with the same ids,
 * classes, labels and division into training and test, whatever layout the original has: its database says so.
 * Videos that cannot be prepared are left out, which a note in the new manifest says. Can be stopped and called
 * again: what is done, of a source with the same size and time, is not done anew; what failed is tried again.
 *
 * @returns What came of each video, in the order of training and test videos.
 * @throws {RangeError} if the folder holds something else or was begun with other settings, or for an odd
 * `shortSide`. {FfmpegError} if ffmpeg cannot encode. An error with the code ENOSPC if the disk is full. The
 * signal's reason after an abort.
 */
export async function prepareVideos(
  manifest: Manifest,
  options: PrepareVideosOptions,
): Promise<PreparedVideo[]> {
  const { folder, ffmpegPath, shortSide, concurrency, signal, onVideo } = options;
  if (!Number.isInteger(shortSide) || shortSide < 2 || shortSide % 2 !== 0) {
    throw new RangeError(
      `Cannot prepare videos as 'shortSide' must be even and at least 2: current value is ${shortSide}`,
    );
  }
  const transcoder = await findTranscoder(ffmpegPath, signal);
  const videos = [...manifest.train, ...manifest.test];
  const paths = preparedPaths(videos.map(({ id }) => id));
  const settings = { ...options.origin, shortSide, encoding: ENCODING };
  const prepared = await usingSet(folder, settings, async (set) => {
    const done = await inParallel(videos, concurrency, async (original) => {
      signal?.throwIfAborted();
      const path = paths.get(original.id)!;
      const video = await prepareVideo({ original, path, set, transcoder }, options);
      onVideo?.(video);
      return video;
    });
    await set.removeAllBut(paths);
    return done;
  });
  await indexManifest(preparedManifest(manifest, prepared), {
    file: join(folder, PREPARED_DATABASE),
    ffmpegPath,
    concurrency,
    ...options.split === undefined ? {} : { split: options.split },
    ...signal === undefined ? {} : { signal },
  });
  return prepared;
}

/** Closes the database before others open it. */
async function usingSet<Result>(
  folder: string,
  settings: PreparedSettings,
  work: (set: PreparedSet) => Promise<Result>,
): Promise<Result> {
  using set = await PreparedSet.open(folder, settings);
  return await work(set);
}

interface Job {
  readonly original: VideoEntry;
  /** Relative to the folder. */
  readonly path: string;
  readonly set: PreparedSet;
  readonly transcoder: Transcoder;
}

async function prepareVideo(job: Job, options: PrepareVideosOptions): Promise<PreparedVideo> {
  const { original, path, set } = job;
  const stamp = await fileStamp(original.path);
  const known = await set.find({ id: original.id, path, ...stamp });
  const target = join(options.folder, path);
  const outcome = known ?? await transcode(job, target, options);
  const result = known === undefined ? await fileStamp(target) : {
    bytes: known.prepared_bytes,
    modified: known.prepared_modified,
  };
  const { state, why } = outcome;
  if (known === undefined && state !== "failed") {
    set.add({ id: original.id, path, ...stamp, ...rowOf(result), state, why });
  }
  return {
    original,
    state,
    why,
    isNew: known === undefined,
    path: state === "ok" || state === "damaged" ? target : null,
    originalBytes: stamp.bytes,
    preparedBytes: result.bytes,
  };
}

function rowOf({ bytes, modified }: FileStamp) {
  return { prepared_bytes: bytes, prepared_modified: modified };
}

async function transcode(
  { original, transcoder }: Job,
  target: string,
  { shortSide, signal }: PrepareVideosOptions,
): Promise<Pick<PreparedVideo, "state" | "why">> {
  await Deno.mkdir(dirname(target), { recursive: true });
  const options = { transcoder, shortSide, ...signal === undefined ? {} : { signal } };
  try {
    const [why] = await transcodeVideo(original.path, target, options);
    return why === undefined ? { state: "ok", why: null } : { state: "damaged", why };
  } catch (error) {
    const isBroken = error instanceof DecodeError;
    if (!isBroken && !(error instanceof TranscodeError)) throw error;
    // An earlier state of the source may have given a file.
    await removeIfPresent(target);
    return { state: isBroken ? "broken" : "failed", why: error.reason };
  }
}

function preparedManifest(manifest: Manifest, prepared: readonly PreparedVideo[]): Manifest {
  const paths = new Map(prepared.map(({ original, path }) => [original.id, path]));
  const moved = (videos: readonly VideoEntry[]) =>
    videos.flatMap(({ id, label }) => {
      const path = paths.get(id) ?? null;
      return path === null ? [] : [{ id, path, label }];
    });
  const lost = prepared.filter(({ path }) => path === null).map(({ original }) => original.id);
  const left = `left ${pluralize(lost.length, "video")} out that could not be prepared: `;
  const notes = lost.length === 0 ? [] : [left + quotedList(lost, 3)];
  return {
    ...manifest,
    train: moved(manifest.train),
    test: moved(manifest.test),
    notes: [...manifest.notes, ...notes],
  };
}

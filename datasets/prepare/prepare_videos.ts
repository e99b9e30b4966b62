import { dirname, join } from "node:path";
import { flowPath } from "../_flow_path.ts";
import type { FlowSource } from "./flow_source.ts";
import { type PreparedFlow, prepareFlow } from "./_prepare_flow.ts";
import { preparedPaths } from "./_prepared_paths.ts";
import { type PreparedRow, PreparedSet, type PreparedSettings } from "./_prepared_set.ts";
import { TranscodeError } from "./_transcode_error.ts";
import { ENCODING, transcodeVideo } from "./_transcode_video.ts";
import { findTranscoder, type Transcoder } from "./_transcoder.ts";
import { indexManifest } from "../database/index_manifest.ts";
import { PREPARED_DATABASE } from "../database/_read_database.ts";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import { fileStamp } from "../file_stamp.ts";
import { inParallel } from "../in_parallel.ts";
import type { Manifest, VideoEntry } from "../manifest.ts";
import { removeIfPresent } from "../../runtime/files/remove_if_present.ts";
import { pluralize, quotedList } from "../_words.ts";

/** Options of {@linkcode prepareVideos}. */
export interface PrepareVideosOptions {
  /** Folder that gets the prepared videos. */
  readonly folder: string;
  /** The ffmpeg executable; it needs the encoder libx264. */
  readonly ffmpegPath: string;
  /** Short side in pixels, even; smaller videos keep their size. */
  readonly shortSide: number;
  /** What the manifest was read from; a folder that was started with something else is refused. */
  readonly origin: PreparedSettings;
  /** Published split that the manifest was read with. */
  readonly split?: string | undefined;
  /**
   * Computes optical flow, which is then stored beside each video.
   *
   * @default no flow is computed; what an earlier call stored stays with videos that have not changed
   */
  readonly flow?: FlowSource | undefined;
  /** Videos transcoded at a time, each by one thread. */
  readonly concurrency: number;
  /**
   * How long ffmpeg may be silent, in seconds.
   *
   * @default 60
   */
  readonly silenceSec?: number | undefined;
  /** Stops the work; what is done so far is kept. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each video. */
  readonly onVideo?: ((video: PreparedVideo) => void) | undefined;
}

/** The result of preparing a video. */
export interface PreparedVideo {
  /** The video as the manifest has it. */
  readonly original: VideoEntry;
  /** Path of the prepared file; null if there is none. */
  readonly path: string | null;
  /** Size of the original file; 0 if there is none. */
  readonly originalBytes: number;
  /** Size of the prepared file; 0 if there is none. */
  readonly preparedBytes: number;
  /**
   * `damaged`: kept though ffmpeg complains about its source; `broken`: its source gives no frame;
   * `failed`: transcoding went wrong.
   */
  readonly state: "ok" | "damaged" | "broken" | "failed";
  /** What is wrong; null if nothing is. */
  readonly why: string | null;
  /** False if an earlier call had done it. */
  readonly isNew: boolean;
  /** Its optical flow; null if it has none, and none was asked for. */
  readonly flow: PreparedFlow | null;
}

/**
 * Transcodes every video of a manifest into a folder that {@linkcode readManifest} reads with the
 * same ids, classes, labels and division into training and test, whatever the layout of the
 * original: a database in the folder holds them. Videos that cannot be prepared are left out, and a
 * note in the new manifest names them. Can be stopped and called again: videos whose source has not
 * changed are not transcoded again, and failed ones are tried again. The same holds of their flow,
 * `NAME.flow` beside `NAME.mp4`, see {@linkcode findStoredFlow}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as datasets from "@actnetformer/deno/datasets";
 *
 * const folder = await Deno.makeTempDir();
 * const { path: ffmpegPath } = await datasets.locateFfmpeg();
 * const small = { trainPerClass: 1, testPerClass: 1, size: 16, seed: 0, concurrency: 2 };
 * const { trainFolder } = await datasets.makeMotionDataset({ folder, ...small, ffmpegPath });
 * const manifest = await datasets.readManifest(`${trainFolder}/..`);
 * const options = { folder: `${folder}/small`, shortSide: 8, origin: {}, ffmpegPath, concurrency: 2 };
 * const videos = await datasets.prepareVideos(manifest, options);
 * assert.ok(videos.every(({ state }) => state === "ok"));
 * ```
 *
 * @returns The result of each video, in the order of training and test videos.
 * @throws {RangeError} If the folder holds something else or was started with other settings, or
 * `shortSide` is not even.
 * @throws {FfmpegError} If ffmpeg cannot encode.
 * @throws {Error} If the disk is full, with the code ENOSPC.
 * @throws {unknown} If computing flow fails: its error. If the signal is aborted: its reason.
 */
export async function prepareVideos(
  manifest: Manifest,
  options: PrepareVideosOptions,
): Promise<PreparedVideo[]> {
  const { folder, ffmpegPath, shortSide, split, concurrency, silenceSec, signal } = options;
  if (!Number.isInteger(shortSide) || shortSide < 2 || shortSide % 2 !== 0) {
    throw new RangeError(
      `Cannot prepare videos as 'shortSide' must be even and at least 2: current value is ${shortSide}`,
    );
  }
  const transcoder = await findTranscoder(ffmpegPath, signal);
  const prepared = await prepareAll(manifest, { ...options, transcoder });
  const file = join(folder, PREPARED_DATABASE);
  await indexManifest(preparedManifest(manifest, prepared), {
    file,
    ffmpegPath,
    split,
    concurrency,
    silenceSec,
    signal,
  });
  return prepared;
}

type PrepareOptions = PrepareVideosOptions & { readonly transcoder: Transcoder };

/** Prepares all videos; the folder's database is closed at the end, before others open it. */
async function prepareAll(
  { train, test }: Manifest,
  options: PrepareOptions,
): Promise<PreparedVideo[]> {
  const { folder, origin, shortSide, flow, concurrency, signal, onVideo } = options;
  const videos = [...train, ...test];
  const paths = preparedPaths(videos.map(({ id }) => id));
  const jobs = videos.map((original) => ({ original, path: paths.get(original.id) ?? "" }));
  using set = await PreparedSet.open(folder, { ...origin, shortSide, encoding: ENCODING });
  const prepared = await inParallel(jobs, concurrency, async (job) => {
    signal?.throwIfAborted();
    const video = await prepareVideo(job, { ...options, set });
    onVideo?.(video);
    return video;
  });
  await set.removeAllBut(paths);
  set.describeFlow(flow?.algorithm ?? (prepared.some(hasFlow) ? undefined : "none"));
  return prepared;
}

function hasFlow({ flow }: PreparedVideo): boolean {
  return flow !== null && flow.bytes > 0;
}

interface Job {
  readonly original: VideoEntry;
  /** The prepared file, relative to the folder. */
  readonly path: string;
}

async function prepareVideo(
  { original, path }: Job,
  { set, ...options }: PrepareOptions & { readonly set: PreparedSet },
): Promise<PreparedVideo> {
  const source = { id: original.id, path, ...await fileStamp(original.path) };
  const target = join(options.folder, path);
  const known = await set.find(source);
  const result = known ?? await prepareAgain(original, source, { ...options, set });
  const { path: prepared, ...facts } = resultOf(result, target);
  const flow = prepared === null ? null : await prepareFlow(prepared, options);
  return { ...facts, path: prepared, original, isNew: known === undefined, flow };
}

async function prepareAgain(
  original: VideoEntry,
  source: Pick<PreparedRow, "id" | "path" | "bytes" | "modified">,
  { set, ...options }: PrepareOptions & { readonly set: PreparedSet },
): Promise<Outcome & Pick<PreparedRow, "bytes" | "prepared_bytes">> {
  const target = join(options.folder, source.path);
  await removeIfPresent(flowPath(target));
  const outcome = await transcode(original, target, options);
  const { bytes, modified } = await fileStamp(target);
  const row = { ...source, prepared_bytes: bytes, prepared_modified: modified, ...outcome };
  if (isFinal(row)) set.add(row);
  return row;
}

type Outcome = Pick<PreparedVideo, "state" | "why">;

/** Whether a result is recorded; a failure is not, so that the next call tries again. */
function isFinal<Row extends Outcome>(row: Row): row is Row & Pick<PreparedRow, "state"> {
  return row.state !== "failed";
}

function resultOf(
  { state, why, bytes, prepared_bytes }: Outcome & Pick<PreparedRow, "bytes" | "prepared_bytes">,
  target: string,
): Omit<PreparedVideo, "original" | "isNew" | "flow"> {
  const path = state === "ok" || state === "damaged" ? target : null;
  return { state, why, path, originalBytes: bytes, preparedBytes: prepared_bytes };
}

async function transcode(
  original: VideoEntry,
  target: string,
  { transcoder, shortSide, silenceSec, signal }: PrepareOptions,
): Promise<Outcome> {
  await Deno.mkdir(dirname(target), { recursive: true });
  try {
    const options = { transcoder, shortSide, silenceSec, signal };
    const [complaint] = await transcodeVideo(original.path, target, options);
    return complaint === undefined
      ? { state: "ok", why: null }
      : { state: "damaged", why: complaint };
  } catch (error) {
    const isBroken = error instanceof DecodeError;
    if (!isBroken && !(error instanceof TranscodeError)) throw error;
    // There may be a file from an earlier state of the source.
    await removeIfPresent(target);
    return { state: isBroken ? "broken" : "failed", why: error.reason };
  }
}

/** Returns the manifest of the prepared files, without the videos that could not be prepared. */
function preparedManifest(manifest: Manifest, prepared: readonly PreparedVideo[]): Manifest {
  const paths = new Map(prepared.map(({ original, path }) => [original.id, path]));
  const withPreparedPaths = (videos: readonly VideoEntry[]) =>
    videos.flatMap(({ id, label }) => {
      const path = paths.get(id) ?? null;
      return path === null ? [] : [{ id, path, label }];
    });
  const leftOut = prepared.filter(({ path }) => path === null).map(({ original }) => original.id);
  const videos = pluralize(leftOut.length, "video");
  const notes = leftOut.length === 0
    ? []
    : [`left ${videos} out that could not be prepared: ${quotedList(leftOut, 3)}`];
  return {
    ...manifest,
    train: withPreparedPaths(manifest.train),
    test: withPreparedPaths(manifest.test),
    notes: [...manifest.notes, ...notes],
  };
}

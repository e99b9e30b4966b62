import { dirname, join, resolve } from "node:path";
import { type PreparedVideo, prepareVideos, readManifest } from "../../datasets/mod.ts";
import { loadConfig } from "../config/config.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { explainFullDisk } from "../run/files.ts";
import { findFfmpeg } from "../videos/find_ffmpeg.ts";
import { quoteForShell } from "./quote_for_shell.ts";
import { withProgress } from "./with_progress.ts";

/** What `data prepare` was asked to do. */
export interface DataPrepareRequest {
  /** Folder or list of videos. */
  readonly data: string;
  /** Folder that gets the prepared videos. */
  readonly folder: string;
  /** Short side in pixels; smaller videos keep their size. */
  readonly shortSide: number;
  /** List of test videos. */
  readonly testList?: string;
  /** Published split that the videos are to be divided by. */
  readonly split?: string;
  /** Largest share of a list's videos that may have no file. */
  readonly missingShare?: number;
}

/** Windows by which loading is timed. */
const TIMED_WINDOWS = 20;

/**
 * Transcodes all videos of a data set into a folder that `--data` takes in its place. Tells of each video that
 * is broken or damaged, then how many bytes and how much time loading takes before and after, and the command
 * that trains on the result.
 *
 * @returns The exit code: 1 where a video could be decoded but not prepared. Broken ones are left out.
 * @throws {ManifestError} where the data set as a whole cannot be used, before or after.
 * @throws {RangeError} where the folder cannot be used.
 */
export async function dataPrepareCommand(request: DataPrepareRequest): Promise<number> {
  const { data, folder, shortSide, ...lists } = request;
  const stopping = "Stopping; finished videos stay, and the same command goes on with the rest.";
  return await withProgress(stopping, async (work) => {
    const { signal, progress } = work;
    refuseBuiltIn(data);
    const manifest = await readManifest(data, lists);
    await refuseInside(data, folder);
    for (const note of manifest.notes) progress.note(note);
    const { path: ffmpegPath } = await findFfmpeg(work);
    const total = manifest.train.length + manifest.test.length;
    let done = 0;
    const videos = await prepareVideos(manifest, {
      folder,
      ffmpegPath,
      shortSide,
      signal,
      concurrency: navigator.hardwareConcurrency,
      ...lists.split === undefined ? {} : { split: lists.split },
      origin: await originOf(request),
      onVideo({ original, state, why }) {
        if (state !== "ok") progress.note(`${state}: ${original.path}: ${why}`);
        progress.show(`video ${++done}/${total}`);
      },
    }).catch((error) => {
      throw explainFullDisk(folder, error, "Make room; the same command goes on with the rest.");
    });
    progress.end();
    console.log(formatCounts(videos));
    await reportLoading(videos, ffmpegPath, work);
    // Read as training will: where too much was left out, this says so.
    const { testList: _, ...read } = lists;
    await readManifest(folder, read);
    console.log(`train on them by\n${trainCommand(request)}`);
    return videos.some(({ state }) => state === "failed") ? 1 : 0;
  });
}

function refuseBuiltIn(data: string): void {
  if (data !== "motion") return;
  throw new RangeError(
    "Cannot prepare videos as they must be a folder or list: current value is motion, the built-in " +
      "ones, which are small already",
  );
}

/** Refuses a new folder within that of the data. What a list names is fixed, so its folder may get others. */
async function refuseInside(data: string, folder: string): Promise<void> {
  if (!(await Deno.stat(data)).isDirectory) return;
  const outer = await Deno.realPath(data);
  const inner = await realPath(folder);
  if (inner !== outer && !inner.startsWith(join(outer, "/"))) return;
  throw new RangeError(
    `Cannot prepare videos as their new folder must lie outside of '${data}': ` +
      `current value is ${folder}`,
  );
}

/** The real path of what need not exist yet. */
async function realPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const whole = resolve(path);
    return join(await realPath(dirname(whole)), whole.slice(dirname(whole).length));
  }
}

/** What tells one data set from another, so that none is prepared into another's folder. */
async function originOf({ data, testList, split }: DataPrepareRequest) {
  return {
    data: await Deno.realPath(data),
    testList: testList === undefined ? null : await Deno.realPath(testList),
    split: split ?? null,
  };
}

function formatCounts(videos: readonly PreparedVideo[]): string {
  const count = (is: (video: PreparedVideo) => boolean) => videos.filter(is).length;
  const kept = videos.filter(({ path }) => path !== null);
  const whole = `${kept.length} of ${videos.length} videos are prepared`;
  const parts = [
    `${count(({ path, isNew }) => path !== null && !isNew)} of them by an earlier call`,
    `${count(({ state }) => state === "damaged")} damaged`,
    `${count(({ state }) => state === "broken")} broken and left out`,
    `${count(({ state }) => state === "failed")} failed and left out`,
  ];
  const bytes = (of: (video: PreparedVideo) => number) =>
    `${(kept.reduce((sum, video) => sum + of(video), 0) / 1e6).toFixed(1)} MB`;
  return `${[whole, ...parts.filter((part) => !part.startsWith("0 "))].join(", ")}\n` +
    `${bytes((video) => video.originalBytes)} before, ` +
    `${bytes((video) => video.preparedBytes)} after`;
}

async function reportLoading(
  videos: readonly PreparedVideo[],
  ffmpegPath: string,
  { signal, progress }: WorkOptions,
): Promise<void> {
  const pairs = videos.flatMap(({ original: { id, path }, path: prepared }) =>
    prepared === null ? [] : [{ id, original: path, prepared }]
  );
  if (pairs.length === 0) return;
  progress.show("comparing how long loading takes");
  const { measureLoading } = await import("../videos/measure_loading.ts");
  const { clip } = (await loadConfig("published")).config;
  const speed = await measureLoading(pairs, {
    ffmpegPath,
    clip,
    windows: TIMED_WINDOWS,
    seed: 0,
    signal,
  });
  progress.clear();
  const { originalSec, preparedSec, windows, windowSec } = speed;
  const milliseconds = (seconds: number) => `${Math.round(seconds * 1000)} ms`;
  console.log(
    `a window of ${windowSec.toFixed(1)} s, as training decodes it, takes ${
      milliseconds(originalSec)
    } from the ` +
      `originals and ${milliseconds(preparedSec)} from the prepared videos: ` +
      `${(originalSec / preparedSec).toFixed(2)} times as fast (medians of ${windows})`,
  );
  if (originalSec <= preparedSec) {
    console.log("nothing is gained here: training may as well go on with the originals");
  }
}

function trainCommand({ folder, split, missingShare }: DataPrepareRequest): string {
  const words = ["--data", folder];
  // Published lists are looked up again, by name.
  if (split !== undefined) words.push("--split", split);
  if (split !== undefined && missingShare !== undefined) {
    words.push("--set", `data.missingShare=${missingShare}`);
  }
  return `deno task train ${words.map(quoteForShell).join(" ")}`;
}

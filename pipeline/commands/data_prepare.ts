import {
  type FlowSource,
  locateFfmpeg,
  type Manifest,
  type PreparedVideo,
  prepareVideos,
  readManifest,
} from "../../datasets/mod.ts";
import { loadConfig } from "../config/config.ts";
import { explainFullDisk } from "../files/explain_full_disk.ts";
import { requireOutside } from "../files/require_outside.ts";
import { tryOutput } from "../files/try_output.ts";
import { taskCommand } from "../terminal/task_command.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { summarizeManifest } from "../videos/summarize_manifest.ts";
import type { DataOptions } from "./data_options.ts";
import { formatLoadingSpeed, formatPrepared } from "./format_prepared.ts";
import { requireMachine, thisMachine } from "../../runtime/install/mod.ts";
import { withProgress } from "./with_progress.ts";
import { printText } from "../terminal/print_text.ts";

/** Options of `deno task data prepare`. */
export interface DataPrepareCommandOptions extends DataOptions {
  /** Folder for the prepared videos. */
  readonly folder: string;
  /** Short side in pixels; smaller videos keep their size. */
  readonly shortSide: number;
  /** Whether optical flow is stored beside each video. */
  readonly flow?: boolean | undefined;
}

/** Number of windows by which loading is timed. */
const TIMED_WINDOWS = 20;

/**
 * Transcodes all videos of a data set into a folder that `--data` takes in its place. Prints a line
 * for each video that is broken or damaged, then how many bytes and how much time loading takes
 * before and after, and the command that trains on the result.
 *
 * @returns The exit code: 1 if a video could be decoded but not prepared, or its flow not stored.
 * Broken ones are left out.
 * @throws {ManifestError} If the data set as a whole cannot be used, before or after.
 * @throws {RangeError} If the folder cannot be used.
 */
export async function dataPrepareCommand(options: DataPrepareCommandOptions): Promise<number> {
  const { data, folder, split, missingShare, presentClassesOnly } = options;
  const first = "Stopping. Finished videos are kept; run the same command again to continue.";
  return await withProgress({ first }, async (work) => {
    requireOwnVideos(data);
    await requireOutside(data, folder, "prepare videos");
    await tryOutput(folder, "folder");
    const manifest = await readManifest(data, options);
    for (const note of manifest.notes) work.progress.note(note);
    work.progress.note(summarizeManifest(manifest));
    const { path: ffmpegPath } = await locateFfmpeg({ signal: work.signal });
    const videos = await prepareAll(manifest, ffmpegPath, { ...work, ...options });
    work.progress.end();
    printText(formatPrepared(videos));
    await reportLoadingSpeed(videos, ffmpegPath, { ...work, ...options });
    // Read as training will read it: this fails if too many videos were left out.
    await readManifest(folder, { split, missingShare, presentClassesOnly });
    console.log("To train on them:");
    console.log(trainCommandLine(options));
    return videos.some(({ state, flow }) => state === "failed" || flow?.state === "failed") ? 1 : 0;
  });
}

async function prepareAll(
  manifest: Manifest,
  ffmpegPath: string,
  options: DataPrepareCommandOptions & WorkOptions,
): Promise<readonly PreparedVideo[]> {
  const { folder, shortSide, flow, split, silenceSeconds, signal, progress } = options;
  const total = manifest.train.length + manifest.test.length;
  let done = 0;
  try {
    return await prepareVideos(manifest, {
      folder,
      ffmpegPath,
      shortSide,
      flow: flow === true ? await startFlow(options) : undefined,
      silenceSec: silenceSeconds,
      signal,
      concurrency: navigator.hardwareConcurrency,
      split,
      origin: await originOf(options),
      onVideo({ original, state, why, flow }) {
        done++;
        if (state !== "ok") progress.note(`${state}: ${original.path}: ${why}`);
        if (typeof flow?.why === "string") {
          progress.note(`without flow: ${original.path}: ${flow.why}`);
        }
        progress.show(`video ${done}/${total}`);
      },
    });
  } catch (error) {
    const kept = "Make room and run the same command again to continue.";
    throw explainFullDisk(folder, error, kept);
  }
}

/** Starts what computes flow, before any video is transcoded: it may have to be downloaded. */
async function startFlow({ signal, progress }: WorkOptions): Promise<FlowSource> {
  const { startTensorFlow } = await import("../../runtime/mod.ts");
  const { tvL1Flow } = await import("../videos/tv_l1_flow.ts");
  requireMachine(thisMachine());
  await startTensorFlow({ notify: (line) => progress.note(line), signal });
  return tvL1Flow();
}

function requireOwnVideos(data: string): void {
  if (data !== "motion") return;
  throw new RangeError(
    "Cannot prepare videos as they must be in a folder or list: current value is motion, the " +
      "built-in videos, which are small already",
  );
}

/** Returns what identifies a data set, so that no other one is prepared into its folder. */
async function originOf({ data, testList, split, unlabeled = [] }: DataPrepareCommandOptions) {
  const unlabeledPaths = await Promise.all(unlabeled.map((path) => Deno.realPath(path)));
  return {
    data: await Deno.realPath(data),
    testList: testList === undefined ? null : await Deno.realPath(testList),
    split: split ?? null,
    unlabeled: unlabeled.length === 0 ? null : unlabeledPaths.join(", "),
  };
}

async function reportLoadingSpeed(
  videos: readonly PreparedVideo[],
  ffmpegPath: string,
  { silenceSeconds, signal, progress }: DataPrepareCommandOptions & WorkOptions,
): Promise<void> {
  const pairs = videos.flatMap(({ original: { id, path }, path: prepared }) =>
    prepared === null ? [] : [{ id, original: path, prepared }]
  );
  if (pairs.length === 0) return;
  progress.show("measuring how long loading takes");
  const { measureLoading } = await import("../videos/measure_loading.ts");
  const { clip } = (await loadConfig("published")).config;
  const speed = await measureLoading(pairs, {
    ffmpegPath,
    clip,
    windows: TIMED_WINDOWS,
    seed: 0,
    silenceSec: silenceSeconds,
    signal,
  });
  progress.clear();
  printText(formatLoadingSpeed(speed));
}

function trainCommandLine(options: DataPrepareCommandOptions): string {
  const { folder, split, missingShare, presentClassesOnly, unlabeled = [] } = options;
  const words = ["train", "--data", folder];
  // Published splits are looked up again, by name.
  if (split !== undefined) words.push("--split", split);
  if (split !== undefined && missingShare !== undefined) {
    words.push("--set", `data.missingShare=${missingShare}`);
  }
  // The lists of the split do not name them.
  if (split !== undefined && unlabeled.length > 0) words.push("--unlabeled", folder);
  if (split !== undefined && presentClassesOnly === true) words.push("--present-classes-only");
  return taskCommand(...words);
}

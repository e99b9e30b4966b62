import { inParallel, locateFfmpeg } from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import { readPredictions } from "../evaluation/read_predictions.ts";
import { readTextIfPresent } from "../files/read_if_present.ts";
import { writeText } from "../files/write_text.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { describeEnding } from "./describe_ending.ts";
import { findMistakes, type Mistake } from "./find_mistakes.ts";
import { type FrameStrip, readFrameStrip } from "./frame_strip.ts";
import { makeVideoMap } from "./make_video_map.ts";
import { mainAnswerer } from "./main_answerer.ts";
import { reportPage } from "./report_page.ts";
import type { ShownMistake } from "./run_report.ts";
import type { TestedVideo } from "./tested_video.ts";

/** Mistakes that a report shows. */
const MISTAKES = 8;

/** Options of {@linkcode writeReport}. */
export interface WriteReportOptions {
  /** The run's configuration, with paths as they are now. */
  readonly config: Config;
  /** The videos that it was tested on; others may be among them. */
  readonly videos: readonly TestedVideo[];
  readonly signal: AbortSignal;
}

/**
 * Writes the report of a finished run into its folder: scores, curves, confusion matrix, classes,
 * mistakes with frames of their videos, a map of the tested videos, and how it came about.
 *
 * @throws {RunFolderError} If the run is not finished, or a file of it is broken.
 * @throws {DiskFullError} If the disk is full.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function writeReport(run: RunFolder, options: WriteReportOptions): Promise<void> {
  const { config, signal } = options;
  const results = await run.readResults();
  if (results === undefined) {
    throw new RunFolderError(
      `Cannot write a report of ${run.path} as it must be finished: it has no results yet`,
    );
  }
  const { classes } = results;
  const metrics = await run.readMetrics();
  const record = await run.readRecord();
  const who = mainAnswerer(results.scores);
  const predictions = who === undefined ? [] : await readPredictions(run);
  const mistakes = findMistakes(predictions, who ?? "primary", MISTAKES);
  const page = reportPage({
    name: run.name,
    tag: await run.readTag(),
    results,
    steps: metrics.findLast(({ kind }) => kind === "step")?.step ?? results.steps ?? 0,
    config: await run.readConfig(),
    parts: record?.parts ?? [],
    parent: record?.parent,
    split: (await run.readSplit() ?? {}) as Readonly<Record<string, unknown>>,
    curves: await readTextIfPresent(run.curves),
    remarks: await describeEnding({ config, results, metrics }),
    mistakes: await showMistakes(mistakes, options),
    map: await makeVideoMap(run, { predictions, classes, seed: config.seed, signal }),
  });
  await writeText(run.report, page);
}

/** Adds frames to mistakes. */
async function showMistakes(
  mistakes: readonly Mistake[],
  { config, videos, signal }: WriteReportOptions,
): Promise<ShownMistake[]> {
  if (mistakes.length === 0) return [];
  const { path: ffmpegPath } = await locateFfmpeg();
  const silenceSec = config.data.silenceSeconds;
  const byId = new Map(videos.map((video) => [video.id, video]));
  const showStrip = async (id: string): Promise<FrameStrip | string> => {
    const video = byId.get(id);
    if (video === undefined) return "the video is not there any more";
    try {
      return await readFrameStrip(video, { ffmpegPath, silenceSec, signal });
    } catch (error) {
      signal.throwIfAborted();
      return error instanceof Error ? error.message : String(error);
    }
  };
  return await inParallel(mistakes, navigator.hardwareConcurrency, async (mistake) => ({
    ...mistake,
    strip: await showStrip(mistake.video),
  }));
}

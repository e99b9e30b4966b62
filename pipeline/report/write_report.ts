import { inParallel, locateFfmpeg } from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import { readPredictions } from "../evaluation/read_predictions.ts";
import { readTextIfPresent } from "../files/read_if_present.ts";
import { writeText } from "../files/write_text.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { findVideos } from "../videos/find_videos.ts";
import { describeEnding } from "./describe_ending.ts";
import { findMistakes, type Mistake } from "./find_mistakes.ts";
import { type FrameStrip, readFrameStrip } from "./frame_strip.ts";
import { mainAnswerer } from "./main_answerer.ts";
import { reportPage } from "./report_page.ts";
import type { ShownMistake } from "./run_report.ts";

/** Mistakes that a report shows. */
const MISTAKES = 8;

/** Options of {@linkcode writeReport}. */
export interface WriteReportOptions extends WorkOptions {
  /** The run's configuration, with paths as they are now. */
  readonly config: Config;
}

/**
 * Writes the report of a finished run into its folder: scores, curves, confusion matrix, classes,
 * mistakes with frames of their videos, and how it came about.
 *
 * @throws {RunFolderError} If the run is not finished, or a file of it is broken.
 * @throws {ManifestError} If its videos cannot be found any more.
 * @throws {DiskFullError} If the disk is full.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function writeReport(run: RunFolder, options: WriteReportOptions): Promise<void> {
  const { config } = options;
  const results = await run.readResults();
  if (results === undefined) {
    throw new RunFolderError(
      `Cannot write a report of ${run.path} as it must be finished: it has no results yet`,
    );
  }
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
    mistakes: await showMistakes(mistakes, { ...options, run }),
  });
  await writeText(run.report, page);
}

/** Adds frames to mistakes. */
async function showMistakes(
  mistakes: readonly Mistake[],
  options: WriteReportOptions & { readonly run: RunFolder },
): Promise<ShownMistake[]> {
  if (mistakes.length === 0) return [];
  const { config, run, signal, progress } = options;
  const { path: ffmpegPath } = await locateFfmpeg();
  const silenceSec = config.data.silenceSeconds;
  const { train, test } = await findVideos(config, { signal, progress, whole: true });
  const paths = new Map([...train, ...test].map(({ id, path }) => [id, path]));
  const kept = await run.readVideos();
  const fingerprints = new Map(kept?.videos.map(({ id, fingerprint }) => [id, fingerprint]));
  const showStrip = async ({ video }: Mistake): Promise<FrameStrip | string> => {
    const path = paths.get(video);
    if (path === undefined) return "the video is not there any more";
    const fingerprint = fingerprints.get(video) ?? null;
    try {
      return await readFrameStrip(path, { ffmpegPath, silenceSec, signal, fingerprint });
    } catch (error) {
      signal.throwIfAborted();
      return error instanceof Error ? error.message : String(error);
    }
  };
  return await inParallel(mistakes, navigator.hardwareConcurrency, async (mistake) => ({
    ...mistake,
    strip: await showStrip(mistake),
  }));
}

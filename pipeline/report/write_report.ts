import { readPredictions } from "../evaluation/read_predictions.ts";
import { readTextIfPresent } from "../files/read_if_present.ts";
import { writeText } from "../files/write_text.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { describeEnding } from "./describe_ending.ts";
import { findMistakes } from "./find_mistakes.ts";
import { makeVideoMap } from "./make_video_map.ts";
import { mainAnswerer } from "./main_answerer.ts";
import { reportPage } from "./report_page.ts";
import { showMistakes, type ShowMistakesOptions } from "./show_mistakes.ts";

/** Mistakes that a report shows. */
const MISTAKES = 8;

/**
 * Writes the report of a finished run into its folder: scores, curves, confusion matrix, classes,
 * mistakes with frames of their videos and what the networks look at in them, a map of the tested videos, and how it came about.
 *
 * @throws {RunFolderError} If the run is not finished, or a file of it is broken.
 * @throws {DiskFullError} If the disk is full.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function writeReport(run: RunFolder, options: ShowMistakesOptions): Promise<void> {
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
    ...await showMistakes(run, mistakes, options),
    map: await makeVideoMap(run, { predictions, classes, seed: config.seed, signal }),
  });
  await writeText(run.report, page);
}

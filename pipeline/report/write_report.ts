import { predictionsHash } from "../evaluation/predictions_hash.ts";
import { readPredictions } from "../evaluation/read_predictions.ts";
import { rightAnswers } from "../evaluation/right_answers.ts";
import { readBytesIfPresent, readTextIfPresent } from "../files/read_if_present.ts";
import { writeText } from "../files/write_text.ts";
import { accuracyInterval } from "../numbers/accuracy_interval.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { describeEnding } from "./describe_ending.ts";
import { describeWeights } from "./describe_weights.ts";
import { findMistakes } from "./find_mistakes.ts";
import { keepMistakes } from "./keep_mistakes.ts";
import { makeVideoMap } from "./make_video_map.ts";
import { mainAnswerer } from "../evaluation/main_answerer.ts";
import { reportPage } from "./report_page.ts";
import { showMistakes, type ShowMistakesOptions } from "./show_mistakes.ts";

/** Mistakes that a report shows. */
const MISTAKES = 8;

/**
 * Writes the report of a finished run into its folder: scores, curves, confusion matrix, classes,
 * mistakes with frames of their videos and what the networks look at in them, a map of the tested
 * videos, and how it came about; and beside it the mistakes, for the dashboard.
 *
 * @throws {RunFolderError} If the run is not finished, or a file of it is broken.
 * @throws {DiskFullError} If the disk is full.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function writeReport(
  run: RunFolder,
  options: Omit<ShowMistakesOptions, "steps">,
): Promise<void> {
  const { config, progress, signal } = options;
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
  // Before they are read: mistakes of predictions that are replaced meanwhile belong to no test.
  const hash = await hashPredictions(run);
  const predictions = who === undefined ? [] : await readPredictions(run);
  const mistakes = findMistakes(predictions, who ?? "primary", MISTAKES);
  const shown = await showMistakes(run, mistakes, { ...options, steps: results.steps });
  progress.show("report: map of the tested videos");
  const map = await makeVideoMap(run, { predictions, classes, seed: config.seed, signal });
  progress.clear();
  // Of another test only the training is that of the run.
  const isOwn = run.test === undefined;
  const taken = metrics.findLast(({ kind }) => kind === "step")?.step;
  const split = (await run.readSplit() ?? {}) as Readonly<Record<string, unknown>>;
  const page = reportPage({
    name: run.name,
    tag: await run.readTag(),
    results,
    intervals: Object.fromEntries(
      Object.keys(results.scores)
        .map((answerer) => [answerer, accuracyInterval(rightAnswers(predictions, answerer))]),
    ),
    weights: describeWeights({
      steps: results.steps,
      taken: taken ?? results.steps ?? 0,
      emaDecay: config.optimizer.emaDecay,
      metrics,
    }),
    steps: isOwn ? taken ?? results.steps ?? 0 : results.steps ?? 0,
    config: await run.readConfig(),
    parts: record?.parts ?? [],
    parent: record?.parent,
    split: isOwn ? split : { ...split, test: predictions.length, sha256: undefined },
    curves: await readTextIfPresent(run.curves),
    remarks: isOwn ? await describeEnding({ config, results, predictions, metrics }) : [],
    ...shown,
    map,
  });
  await keepMistakes(run, shown, { who, predictions: hash });
  await writeText(run.report, page);
}

async function hashPredictions({ predictions }: RunFolder): Promise<string | undefined> {
  const content = await readBytesIfPresent(predictions);
  return content === undefined ? undefined : predictionsHash(content);
}

import { removeLeftovers } from "../../runtime/files/remove_leftovers.ts";
import { disposeTree } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { CheckpointError } from "../run/checkpoint_error.ts";
import { describeClassDifference } from "../run/describe_class_difference.ts";
import type { KeptVideos } from "../run/kept_videos.ts";
import type { Checkpoint } from "../run/open_checkpoint.ts";
import type { EvaluationResults, RunCosts } from "../run/results.ts";
import { resultsCosts } from "../run/results_costs.ts";
import { totalCosts } from "../run/total_costs.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { taskCommand } from "../terminal/task_command.ts";
import type { TestSet } from "../videos/video_set.ts";
import { startWork } from "../videos/start_work.ts";
import { openTrained, type ScoringOptions, type TrainedOptions } from "./open_trained.ts";
import { readTrained } from "./read_trained.ts";
import { scoreVideos } from "./score_videos.ts";
import { chooseTestVideos } from "./choose_test_videos.ts";
import type { OtherTest } from "./compare_tests.ts";
import { planEvaluation } from "./plan_evaluation.ts";
import { writeEvaluation } from "./write_evaluation.ts";

/** Options of {@linkcode evaluate}. */
export interface EvaluateOptions extends TrainedOptions, ScoringOptions {}

/**
 * Scores a run's newest checkpoint, its networks alone and both together, over the videos that the
 * run held out for its test, or, if the configuration names other data, over all labeled videos of
 * these that the run has not learned from. Leaves results, predictions and the confusion matrix in
 * the run's folder if this is the test that its training ends with, else in a folder of the test
 * below it.
 *
 * @example A run that was not trained yet is refused
 * ```ts
 * import assert from "node:assert/strict";
 * import * as pipeline from "@actnetformer/deno/pipeline";
 *
 * const { config } = await pipeline.loadConfig("motion_small");
 * using run = pipeline.createRunFolder("untrained", { root: await Deno.makeTempDir() });
 * const progress = new pipeline.Progress(pipeline.processTerminal());
 * const { signal } = new AbortController();
 * const results = pipeline.evaluate(config, { run, progress, signal });
 * await assert.rejects(results, pipeline.RunFolderError);
 * ```
 *
 * @throws {RunFolderError} If the run has no checkpoint yet.
 * @throws {CheckpointError} If its checkpoints are broken, or belong to another model.
 * @throws {ManifestError} If something is wrong with the data, or it has other classes than the
 * run.
 * @throws {DiskFullError} If the disk is full.
 */
export async function evaluate(
  config: Config,
  options: EvaluateOptions,
): Promise<EvaluationResults> {
  const startedAt = performance.now();
  const { run, progress } = options;
  await run.requireWritable();
  using checkpoint = await openTrained(options);
  const { step } = checkpoint.state;
  const videos = await chooseTestVideos(config, options);
  requireClasses(videos, checkpoint);
  const { other, kept } = await planEvaluation(config, { ...options, videos, step });
  // Two tests at once would mix their files.
  using _held = other === undefined && !run.isHeldHere ? run.hold() : undefined;
  using loader = await startWork(config, options);
  const trained = await readTrained(config, checkpoint);
  try {
    const evaluation = await scoreVideos(config, { ...options, ...trained, loader, videos });
    const { classes, scores } = evaluation;
    const costs = await readCosts(run, startedAt);
    const files = other === undefined ? run : run.ofTest(other.name);
    if (other !== undefined) await startTest(files, config, kept);
    const predictions = await writeEvaluation(files, evaluation);
    await files.writeResults({ classes, scores, steps: step, predictions, run: costs });
    if (other !== undefined) {
      for (const line of describeFiles(files, other)) progress.note(line);
    }
    return { classes, scores };
  } finally {
    disposeTree(trained.state);
  }
}

/** Returns what the run has cost: as its results say, or its training and this test. */
async function readCosts(run: RunFolder, startedAt: number): Promise<RunCosts> {
  const results = await run.readResults();
  if (results !== undefined) return results.run;
  const costs = resultsCosts(totalCosts(await run.readMetrics()));
  return {
    ...costs,
    seconds: costs.seconds + (performance.now() - startedAt) / 1000,
    peakResidentBytes: Math.max(costs.peakResidentBytes, Deno.memoryUsage().rss),
  };
}

/** Makes the folder of a test, with what is tested. */
async function startTest(files: RunFolder, config: Config, kept: KeptVideos): Promise<void> {
  await Deno.mkdir(files.testFolder, { recursive: true });
  removeLeftovers(files.testFolder);
  await files.writeConfig(config);
  await files.writeVideos(kept);
}

function describeFiles({ testFolder }: RunFolder, { reason }: OtherTest): string[] {
  return [
    `Not the run's own test, whose files stay as they are: ${reason}`,
    `  Files of this test: ${testFolder}`,
    `  Its report: ${taskCommand("report", testFolder)}`,
  ];
}

/** A checkpoint from elsewhere in a run's folder would give its answers other names. */
function requireClasses({ classes }: TestSet, { path, state }: Checkpoint): void {
  const difference = describeClassDifference(state.classes, classes);
  if (difference === undefined) return;
  throw new CheckpointError(
    path,
    `Cannot evaluate ${path} as its classes must be those of the test videos: ${difference}`,
  );
}

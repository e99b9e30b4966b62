import { type Config, loadConfig, type Override } from "../config/config.ts";
import { createRunFolder } from "../run/create_run_folder.ts";
import { findRunFolder } from "../run/find_run_folder.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { INTERRUPTED } from "../terminal/interrupt.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { formatRunCosts } from "./format_run_costs.ts";
import { formatScores } from "./format_scores.ts";
import { presetFor } from "./preset_for.ts";
import { readRunConfig } from "./read_run_config.ts";
import { withProgress } from "./with_progress.ts";
import { withWholePaths } from "./with_whole_paths.ts";

/** Options of `deno task train`. */
export interface TrainCommandOptions {
  /** Preset or file of the configuration; chosen by the data if omitted. */
  readonly config?: string | undefined;
  /** Name of the new run. */
  readonly name?: string | undefined;
  /** Name of the run to resume; `true` for the newest. */
  readonly resume?: string | true | undefined;
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
}

/** A run that is held by this process, and its configuration. */
interface HeldRun {
  readonly run: RunFolder;
  readonly config: Config;
}

/**
 * Trains, prints the final table and returns the exit code.
 *
 * A run folder in which nothing was recorded is removed again.
 *
 * @throws {ConfigError} If the configuration cannot be used.
 * @throws {RunFolderError} If there is no run to resume, or one of the new run's name.
 */
export async function trainCommand(options: TrainCommandOptions): Promise<number> {
  const isResumed = options.resume !== undefined;
  const held = isResumed ? await resumeRun(options) : await createRun(options);
  using run = held.run;
  // True at any time: while the videos are made, in a step, in the evaluation.
  const stopping = "Stopping; a checkpoint keeps what was learned. " +
    "Press Ctrl-C again to stop at once.";
  try {
    return await withProgress(stopping, (work) => trainRun(held, isResumed, work));
  } finally {
    if (!isResumed && run.removeIfUnused()) {
      console.error(`Removed ${run.path}, as nothing was recorded in it`);
    }
  }
}

async function trainRun(
  { run, config }: HeldRun,
  isResumed: boolean,
  work: WorkOptions,
): Promise<number> {
  const { progress } = work;
  progress.note(`Run folder ${run.path}`);
  const { train } = await import("../training/train.ts");
  const outcome = await train(config, {
    ...work,
    run,
    resume: isResumed,
    onScores({ classes, scores }) {
      progress.end();
      console.log(formatScores(classes, scores));
    },
  });
  progress.end();
  if (outcome.kind === "interrupted") {
    const command = `deno task train --resume ${run.name}`;
    progress.note(`Stopped after step ${outcome.step}; resume with: ${command}`);
    return INTERRUPTED;
  }
  await run.writeResults(outcome.results);
  progress.note(formatRunCosts(outcome.results.run));
  return 0;
}

/** Finds and holds the run to resume. */
async function resumeRun({ resume, overrides }: TrainCommandOptions): Promise<HeldRun> {
  const run = findRunFolder(resume === true ? undefined : resume).hold();
  return { run, config: await readRunConfig(run, overrides) };
}

/** Makes and holds a new run, with its configuration written. */
async function createRun(
  { config: source, name, overrides }: TrainCommandOptions,
): Promise<HeldRun> {
  const loaded = await loadConfig(source ?? presetFor(overrides), overrides);
  const config = withWholePaths(loaded.config);
  const run = createRunFolder(name ?? { preset: loaded.name });
  try {
    await run.writeConfig(config);
  } catch (error) {
    run.removeIfUnused();
    run[Symbol.dispose]();
    throw error;
  }
  return { run, config };
}

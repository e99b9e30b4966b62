import { isDeepStrictEqual } from "node:util";
import { type Config, loadConfig, parseConfig } from "../config/config.ts";
import { findRunFolder } from "../run/find_run_folder.ts";
import { requireSameMethod } from "../run/require_same_method.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import type { PlannedRun, SweepPlan } from "../sweep/plan_sweep.ts";
import { PlannedVideos } from "../sweep/planned_videos.ts";
import { INTERRUPTED, listenForInterrupt } from "../terminal/interrupt.ts";
import { ResultOutput } from "../terminal/result_output.ts";
import { showLine } from "../terminal/show_line.ts";
import { NonFiniteLossError } from "../training/non_finite_loss_error.ts";
import { readRunConfig } from "./read_run_config.ts";
import { trainCommand } from "./train.ts";
import type { TrainCommandOptions } from "./train_command_options.ts";
import { withProgress } from "./with_progress.ts";
import { withWholePaths } from "./with_whole_paths.ts";

const CONTINUATION = "the same command continues";

const STOPPING = { first: `Stopping; ${CONTINUATION}.` };

/** Options of {@linkcode trainPlannedRuns}. */
export interface TrainPlannedRunsOptions {
  /** Path of a module that is called after each step of each run. */
  readonly hooks?: string | undefined;
  /**
   * Called before the first run, so that what cannot be written is known before hours of work, and
   * after each: what there is by then is of the plan's configurations.
   */
  readonly report?: (() => Promise<void>) | undefined;
}

/**
 * Trains the runs of a plan, one after another. Skips finished runs and resumes interrupted ones,
 * so the same plan continues where it was stopped. Before the first, requires that all new ones can
 * be trained. A run whose loss is no longer a finite number is reported and skipped; any other error
 * ends the work.
 *
 * @returns The exit code: that of a run that did not end with 0, else 1 if a run has no result.
 * @throws {RunFolderError} If a run's folder holds a run of another configuration or of another file
 * of the user's own method or of weights, or the data or the configuration's file has changed between
 * two runs.
 */
export async function trainPlannedRuns(
  { runs, config }: SweepPlan,
  { hooks, report }: TrainPlannedRunsOptions = {},
): Promise<number> {
  // Also between two runs, where nothing else listens.
  using interrupt = listenForInterrupt(() => showLine(STOPPING.first));
  const videos = new PlannedVideos();
  const refused = await requireTrainableRuns(runs, videos);
  if (refused !== 0) return refused;
  await report?.();
  const diverged: string[] = [];
  // What cannot be printed keeps no run from being trained.
  const output = new ResultOutput();
  const training = { output, hooks, continuation: CONTINUATION };
  for (const [index, run] of runs.entries()) {
    const state = await stateOf(run);
    if (state === "finished") continue;
    if (interrupt.signal.aborted) return INTERRUPTED;
    showLine(`Run ${index + 1} of ${runs.length}: ${run.name}`);
    try {
      const exitCode = await trainRun(run, { ...training, state, config });
      if (exitCode !== 0) return exitCode;
    } catch (error) {
      if (!(error instanceof NonFiniteLossError)) throw error;
      showLine(error.message);
      diverged.push(run.name);
    }
    await videos.add(run, findRunFolder(run.name));
    await report?.();
  }
  output.requirePrinted();
  if (diverged.length === 0) return 0;
  showLine(`Runs without a result, as their loss was not finite: ${diverged.join(", ")}`);
  return 1;
}

/**
 * Requires that new runs can be trained, and that the others started from the same weights and have
 * the same videos.
 *
 * @returns The exit code: 0 unless it was interrupted.
 */
async function requireTrainableRuns(
  runs: readonly PlannedRun[],
  videos: PlannedVideos,
): Promise<number> {
  const configs: Config[] = [];
  for (const run of runs) {
    if (await stateOf(run) === "new") {
      configs.push(run.config);
      continue;
    }
    const folder = findRunFolder(run.name);
    await requireWeights(folder);
    await videos.add(run, folder);
  }
  if (configs.length === 0) return 0;
  const { requireTrainable } = await import("../training/require_trainable.ts");
  return await withProgress(STOPPING, async (work) => {
    await requireTrainable(configs, work);
    return 0;
  });
}

/** Loaded only if needed, as it loads tfjs. */
async function requireWeights(run: RunFolder): Promise<void> {
  const config = await readRunConfig(run);
  if (config.weights.primary === undefined && config.weights.auxiliary === undefined) return;
  const { requireSameWeights } = await import("../start/require_same_weights.ts");
  await requireSameWeights(run, config);
}

type RunState = "new" | "interrupted" | "finished";

async function stateOf({ name, config }: PlannedRun): Promise<RunState> {
  let run: RunFolder;
  try {
    run = findRunFolder(name);
  } catch (error) {
    if (error instanceof RunFolderError) return "new";
    throw error;
  }
  const existing = await readRunConfig(run);
  if (JSON.stringify(withoutOrigins(existing)) !== JSON.stringify(withWholePaths(config))) {
    throw new RunFolderError(
      `Cannot sweep as ${run.path} must be a run of the same configuration: it is a run of another ` +
        "one; remove it, or give the sweep another --name",
    );
  }
  await requireSameMethod(run, config.method.name, {
    action: `compare with ${run.path}`,
    remedy: "Remove the run, or give another --name",
  });
  return await run.readResults() === undefined ? "interrupted" : "finished";
}

/** A run's configuration without what the program has added when the run started. */
function withoutOrigins({ weights, ...config }: Config): unknown {
  const { primaryOrigin: _primary, auxiliaryOrigin: _auxiliary, ...files } = weights;
  // In the order of a parsed configuration.
  return parseConfig({ ...config, weights: files }, "of an existing run");
}

interface PlannedRunOptions extends Pick<TrainCommandOptions, "output" | "hooks" | "continuation"> {
  readonly state: RunState;
  readonly config: string;
}

async function trainRun(
  { name, overrides, config: planned }: PlannedRun,
  { state, config, ...options }: PlannedRunOptions,
): Promise<number> {
  if (state === "interrupted") {
    // The plan names the method, which may be a module.
    const method = { path: "method.name", value: planned.method.name };
    return await trainCommand({ ...options, resume: name, overrides: [method] });
  }
  // It is read again, maybe hours later.
  const { config: now } = await loadConfig(config, overrides);
  if (!isDeepStrictEqual(now, planned)) {
    throw new RunFolderError(
      `Cannot train ${name} as ${config} must be what it was at the start: it has changed since; ` +
        "undo that and continue by the same command, or give another --name",
    );
  }
  return await trainCommand({ ...options, config, name, overrides });
}

import { loadAhead } from "../../runtime/load_ahead.ts";
import type { Config } from "../config/config.ts";
import { describeResuming } from "../run/describe_resuming.ts";
import { listCheckpoints } from "../run/list_checkpoints.ts";
import { createRunFolder } from "../run/create_run_folder.ts";
import { findRunFolder } from "../run/find_run_folder.ts";
import type { Hooks } from "../hooks/hooks.ts";
import { loadHooks } from "../hooks/load_hooks.ts";
import { requireMethodNamed } from "../run/require_method_named.ts";
import { requireSameDivision } from "../run/require_same_division.ts";
import { requireOwnFiles } from "../run/require_own_files.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { RunLog } from "../run/run_log.ts";
import { INTERRUPTED, listenForInterrupt } from "../terminal/interrupt.ts";
import { ResultOutput } from "../terminal/result_output.ts";
import { showLine } from "../terminal/show_line.ts";
import { taskCommand } from "../terminal/task_command.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import type { TrainOutcome } from "../training/train_options.ts";
import type { WorkerOptions } from "../workers/worker_options.ts";
import { readPredictions } from "../evaluation/read_predictions.ts";
import { describeEnding } from "../report/describe_ending.ts";
import { formatRunCosts } from "./format_run_costs.ts";
import { formatScores } from "./format_scores.ts";
import { newRunConfig } from "./new_run_config.ts";
import { readRunConfig } from "./read_run_config.ts";
import type { TrainCommandOptions } from "./train_command_options.ts";
import { withOthers } from "./with_others.ts";
import { withProgress } from "./with_progress.ts";
import { withRunRecord } from "./with_run_record.ts";
import { workerOptionsOf } from "./worker_options_of.ts";
import { showError } from "../terminal/show_error.ts";

/** A run that is held by this process, and its configuration. */
interface HeldRun {
  readonly run: RunFolder;
  readonly config: Config;
  /** Lines for people about how the configuration came about. */
  readonly notes: readonly string[];
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
  const workers = workerOptionsOf(options);
  if (workers !== undefined && workers.task > 0) {
    const { trainBesideCommand } = await import("./train_beside.ts");
    return await trainBesideCommand(options, workers);
  }
  // Until the record is written, after the work itself has stopped.
  using _interrupt = listenForInterrupt();
  const hooks = options.hooks === undefined ? undefined : await loadHooks(options.hooks);
  const isResumed = options.resume !== undefined;
  const held = isResumed ? await resumeRun(options) : await createRun(options);
  using run = held.run;
  const finished = isResumed ? await describeFinished(run) : undefined;
  if (finished !== undefined) {
    showLine(finished);
    return 0;
  }
  const startingOthers = options.cluster === undefined
    ? workers && withOthers(workers, { ...held, isResumed })
    : workers;
  let isTrained = false;
  const { continuation } = options;
  const stopping = () => isTrained ? { first: describeTrained(run, continuation) } : STOPPING;
  const onTrained = () => {
    isTrained = true;
  };
  const output = options.output ?? new ResultOutput();
  let tested: FinishedTraining["test"] | undefined;
  try {
    let exitCode = await withRunRecord(run, (log) => {
      const logged = { log: (text: string) => log.write(text) };
      const training = {
        isResumed,
        onTrained,
        log,
        output,
        hooks,
        continuation,
        workers: startingOthers,
      };
      return withProgress(stopping, async (work) => {
        await using _page = options.dashboard ? await openDashboard(run, work) : undefined;
        tested = await trainRun(held, { ...work, ...training });
        return tested === undefined ? INTERRUPTED : 0;
      }, logged);
    }, { parent: parentOf(held.config) });
    // Last, as it shows the record as well.
    if (tested !== undefined) exitCode = await reportRun(held, tested);
    if (options.output === undefined) output.requirePrinted();
    return exitCode;
  } finally {
    if (!isResumed) removeIfUnused(run);
  }
}

/** True at any time until the last step: while the videos are made, in a step. */
const STOPPING = {
  first: "Stopping; a checkpoint keeps what was learned.",
  lost: "without that checkpoint",
};

function describeTrained({ reference }: RunFolder, continuation: string | undefined): string {
  const remedy = continuation ?? describeEvaluating(reference);
  return `Stopping the evaluation; training is complete; ${remedy}.`;
}

/** Says how a trained run is evaluated, as the end of a sentence. */
function describeEvaluating(reference: string): string {
  return `evaluate with: ${taskCommand("evaluate", "--run", reference)}`;
}

/** Says that there is nothing to resume, if the run is finished; it then stays as it is. */
async function describeFinished(run: RunFolder): Promise<string | undefined> {
  const results = await run.readResults();
  // A run whose checkpoints were removed can be started again.
  if (results === undefined || listCheckpoints(run.checkpoints).length === 0) return undefined;
  const steps = (await run.readMetrics()).findLast(({ kind }) => kind === "step")?.step ?? 0;
  return `Run ${run.name} is finished (${steps} steps). ` +
    `Evaluate: ${taskCommand("evaluate", "--run", run.reference)}; ` +
    `train on: ${taskCommand("train", "--from", run.reference, "--steps", String(steps))}`;
}

/** A training that was tested at its end. */
type FinishedTraining = Extract<TrainOutcome, { readonly kind: "finished" }>;

/** What {@linkcode trainRun} works with. */
interface TrainRunOptions extends WorkOptions {
  readonly isResumed: boolean;
  readonly onTrained: () => void;
  readonly log: RunLog;
  readonly output: ResultOutput;
  readonly hooks: Hooks | undefined;
  readonly continuation: string | undefined;
  readonly workers: WorkerOptions | undefined;
}

/** Trains, and returns the videos that the run was tested on; undefined if it was interrupted. */
async function trainRun(
  { run, config, notes }: HeldRun,
  { isResumed, log, output, workers, ...work }: TrainRunOptions,
): Promise<FinishedTraining["test"] | undefined> {
  const { progress } = work;
  progress.note(`Run folder ${run.path}`);
  for (const note of notes) progress.note(note);
  // Other workers are processes with TensorFlow.
  if (workers === undefined) await loadAhead(config.device);
  const { train } = await import("../training/train.ts");
  const outcome = await train(config, {
    ...work,
    run,
    resume: isResumed,
    workers,
    onScores({ classes, scores }) {
      progress.end();
      const table = formatScores(classes, scores);
      output.print(table);
      log.write(table);
    },
  });
  progress.end();
  if (outcome.kind === "interrupted" && outcome.step === 0 && !isResumed) {
    // Its folder is removed.
    progress.note("Stopped before the first step was done");
    return undefined;
  }
  if (outcome.kind === "interrupted") {
    const remedy = work.continuation ?? describeResuming(run.reference);
    progress.note(`Stopped after step ${outcome.step}; ${remedy}`);
    return undefined;
  }
  if (outcome.kind === "trained") {
    progress.note(`Trained; ${work.continuation ?? describeEvaluating(run.reference)}`);
    return undefined;
  }
  const { results, test } = outcome;
  await run.writeResults(results);
  progress.note(formatRunCosts(results.run));
  const predictions = await readPredictions(run);
  const ending = await describeEnding({
    config,
    results,
    predictions,
    metrics: await run.readMetrics(),
  });
  for (const line of ending.flatMap((sentence) => sentence.split("\n"))) progress.note(line);
  progress.note(`Weights, scores, answers and report: ${run.path}`);
  progress.note(`Next: ${taskCommand("predict", "--run", run.reference, "VIDEO")}`);
  return test;
}

/** Loaded only if it is wanted. */
async function openDashboard(
  run: RunFolder,
  { progress }: WorkOptions,
): Promise<AsyncDisposable> {
  const { startDashboard } = await import("../dashboard/start_dashboard.ts");
  return startDashboard(run, { onLine: (line) => progress.note(line) });
}

/** Writes the report of a run that was just tested. */
async function reportRun(
  { run, config }: HeldRun,
  tested: FinishedTraining["test"],
): Promise<number> {
  const command = taskCommand("report", run.reference);
  const first = `Stopping; the run is complete. Write its report later with: ${command}.`;
  return await withProgress({ first }, async (work) => {
    const { writeReport } = await import("../report/write_report.ts");
    const videos = tested.map(({ id, path }) => ({ id, path, fingerprint: null }));
    await writeReport(run, { ...work, config, videos });
    return 0;
  });
}

/** Returns the run whose weights a run starts from; undefined if there is none. */
function parentOf({ weights: { primaryOrigin, auxiliaryOrigin } }: Config): string | undefined {
  return primaryOrigin?.run ?? auxiliaryOrigin?.run;
}

/** Finds and holds the run to resume. */
async function resumeRun({ resume, overrides }: TrainCommandOptions): Promise<HeldRun> {
  const run = findRunFolder(resume === true ? undefined : resume);
  requireOwnFiles(run.path);
  const config = await readRunConfig(run, overrides);
  await requireMethodNamed(run, config, { overrides, action: `resume ${run.path}` });
  run.hold();
  requireSameDivision(run, { before: await readRunConfig(run), now: config });
  return { run, config, notes: [] };
}

/** Makes and holds a new run, with its configuration written. */
async function createRun(options: TrainCommandOptions): Promise<HeldRun> {
  const { config, name, notes } = await newRunConfig(options);
  const run = createRunFolder(options.name ?? { preset: name });
  try {
    await run.writeConfig(config);
  } catch (error) {
    removeIfUnused(run);
    run[Symbol.dispose]();
    throw error;
  }
  return { run, config, notes };
}

/** If that fails, what has ended the run is what the user must see. */
function removeIfUnused(run: RunFolder): void {
  try {
    if (run.removeIfUnused()) showLine(`Removed ${run.path}, as nothing was recorded in it`);
  } catch (error) {
    showError(error);
  }
}

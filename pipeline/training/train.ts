import type { VideoEntry } from "../../datasets/mod.ts";
import { Learner, PendingWork } from "../../operators/mod.ts";
import { requireMachine, thisMachine } from "../../runtime/install/mod.ts";
import { fastestPrecision, type Precision } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import type { ScoringOptions } from "../evaluation/open_trained.ts";
import type { Hooks } from "../hooks/hooks.ts";
import { RunHooks } from "../hooks/run_hooks.ts";
import { createNetworks } from "../networks/create_networks.ts";
import type { Checkpoint } from "../run/open_checkpoint.ts";
import { openNewestCheckpoint } from "../run/open_newest_checkpoint.ts";
import { readState } from "../run/read_state.ts";
import { requireSameRun } from "../run/require_same_run.ts";
import type { TrainResults } from "../run/results.ts";
import { BrokenVideos } from "../videos/broken_videos.ts";
import { keepVideos } from "../videos/keep_videos.ts";
import { startWork } from "../videos/start_work.ts";
import { isInterrupt } from "./_is_interrupt.ts";
import { createOptimizers } from "./create_optimizers.ts";
import { finishRun } from "./finish_run.ts";
import { type InitialStateOptions, loadInitialState } from "./load_initial_state.ts";
import { type PlanOptions, planTraining, type TrainingPlan } from "./plan_training.ts";
import { planPhases } from "./plan_phases.ts";
import { requireWeightFiles } from "./require_weight_files.ts";
import { rescueRun } from "./rescue_run.ts";
import { RunRecorder } from "./run_recorder.ts";
import { streamSteps } from "./stream_steps.ts";
import type { TrainingRun } from "./training_run.ts";

/** Options of {@linkcode train}. */
export interface TrainOptions extends PlanOptions, ScoringOptions {
  /** Called when the last step has been taken, before the evaluation. */
  readonly onTrained?: (() => void) | undefined;
  /**
   * Called after each step and at the end.
   *
   * @default no calls
   */
  readonly hooks?: Hooks | undefined;
}

/** How training ended: interrupted in its steps or, when these were done, in its evaluation. */
export type TrainOutcome =
  | { readonly kind: "interrupted"; readonly step: number }
  | { readonly kind: "trained" }
  | {
    readonly kind: "finished";
    readonly results: TrainResults;
    /** The videos that it was tested on. */
    readonly test: readonly VideoEntry[];
  };

/**
 * Trains as configured, evaluates at the end, and keeps everything in the run's folder. When the
 * signal aborts it finishes the step, writes a checkpoint and returns.
 *
 * @example One step on very few of the built-in videos
 * ```ts
 * import assert from "node:assert/strict";
 * import * as pipeline from "@actnetformer/deno/pipeline";
 *
 * const motion = { path: "data.motion", value: { trainPerClass: 6, testPerClass: 1 } };
 * const steps = { path: "schedule.steps", value: 1 };
 * const { config } = await pipeline.loadConfig("motion_small", [motion, steps]);
 * using run = pipeline.createRunFolder("tiny", { root: await Deno.makeTempDir() });
 * const progress = new pipeline.Progress(pipeline.processTerminal());
 * const { signal } = new AbortController();
 * const { kind } = await pipeline.train(config, { run, resume: false, progress, signal });
 * assert.equal(kind, "finished");
 * ```
 *
 * @throws {Error} If the method cannot train on the videos, or too many of them are broken.
 * @throws {ManifestError} If something is wrong with the data.
 * @throws {TensorFileError} If a file of initial weights cannot be read.
 * @throws {WeightsError} If the tensors of such a file do not fit the network.
 * @throws {CheckpointError} If the run cannot be resumed: no checkpoint is intact, or videos or
 * configuration have changed.
 * @throws {NonFiniteLossError} If a loss or gradient is no longer a number.
 * @throws {DiskFullError} If the disk is full.
 */
export async function train(config: Config, options: TrainOptions): Promise<TrainOutcome> {
  // At once, so that no videos are made on a machine that cannot train on them, or for weights that
  // cannot be read.
  requireMachine(thisMachine());
  const notify = (line: string) => options.progress.note(line);
  if (!options.resume) await requireWeightFiles(config, notify);
  // Also at once: names in `optimizer.frozen` that there are not.
  createNetworks(config, { dual: true, classes: 1 });
  const startedAt = performance.now();

  // 1. What is trained, on which videos, and the checkpoint it resumes from.
  const plan = await planTraining(config, options);
  using checkpoint = options.resume ? await openResumed(plan, options) : undefined;
  if (!plan.isKept) await keepVideos(config, plan.videos, options);

  // 2. The device, after the videos: their problems are reported before a large download.
  const loader = await startWork(config, { ...options, gone: plan.videos.gone });

  // 3. The networks and what they have learned so far.
  const classes = plan.videos.classes.length;
  const networks = createNetworks(config, { ...plan.method, classes });
  const { memory } = plan;
  const trainable = { networks, optimizers: createOptimizers(networks, config.optimizer), memory };
  using learner = await createLearner(config, {
    ...trainable,
    classes: plan.videos.classes,
    checkpoint,
    notify,
  });
  const training: TrainingRun = {
    ...options,
    ...plan,
    ...trainable,
    startedAt,
    loader,
    precision: choosePrecision(config, options),
    learner,
    validation: checkpoint?.state.validation,
    phases: planPhases(config, { ...plan, networks }),
    broken: brokenTrainingVideos(plan, { ...options, checkpoint }),
    pendingWork: new PendingWork(),
    hooks: createHooks(config, options),
  };
  using recorder = await RunRecorder.open(training);
  try {
    // 4. The steps, then the evaluation.
    const outcome = await trainAndEvaluate(training, { recorder, onTrained: options.onTrained });
    await training.hooks.end(outcome.kind === "finished" ? "finished" : "interrupted");
    return outcome;
  } catch (error) {
    await training.hooks.end("failed");
    throw error;
  }
}

function createHooks(config: Config, { hooks, run, progress }: TrainOptions): RunHooks {
  const { name, path } = run;
  return new RunHooks(hooks, { name, path, config, notify: (line) => progress.note(line) });
}

/** What {@linkcode trainAndEvaluate} works with. */
interface TrainAndEvaluateOptions extends Pick<TrainOptions, "onTrained"> {
  readonly recorder: RunRecorder;
}

async function trainAndEvaluate(
  training: TrainingRun,
  { recorder, onTrained }: TrainAndEvaluateOptions,
): Promise<TrainOutcome> {
  await takeSteps(training, recorder);
  if (!recorder.isDone) return { kind: "interrupted", step: training.learner.steps };
  onTrained?.();
  const results = await finishRun(training, recorder);
  if (results === undefined) return { kind: "trained" };
  return { kind: "finished", results, test: training.videos.test };
}

/** Opens the newest checkpoint of the run to resume; returns undefined if it has none yet. */
async function openResumed(
  { config, videos }: TrainingPlan,
  { run, progress }: TrainOptions,
): Promise<Checkpoint | undefined> {
  const checkpoint = await openNewestCheckpoint(
    run.checkpoints,
    ({ message }) => progress.note(`skipped: ${message}`),
  );
  try {
    if (checkpoint !== undefined) {
      requireSameRun(checkpoint, { config, classes: videos.classes, videos: videos.hash });
      progress.note(`Resuming after step ${checkpoint.state.step}`);
    }
    // Fields that were changed on the command line stay changed if the run is resumed again.
    await run.writeConfig(config);
    return checkpoint;
  } catch (error) {
    checkpoint?.[Symbol.dispose]();
    throw error;
  }
}

interface Resumed {
  /** What the run resumes from; undefined for a new run. */
  readonly checkpoint: Checkpoint | undefined;
}

function choosePrecision(config: Config, { progress }: TrainOptions): Precision {
  if (config.precision !== "auto") return config.precision;
  const precision = fastestPrecision();
  progress.note(`Precision: ${precision}, the fastest here`);
  return precision;
}

async function createLearner(
  config: Config,
  { checkpoint, ...options }: InitialStateOptions & Resumed,
): Promise<Learner> {
  if (checkpoint === undefined) return new Learner(await loadInitialState(config, options));
  const { networks, memory } = options;
  return new Learner(await readState(networks, checkpoint, { memory }), checkpoint.state.step);
}

/** Collects the training videos that cannot be read, those known to the checkpoint included. */
function brokenTrainingVideos(
  { config, order }: TrainingPlan,
  { progress, checkpoint }: TrainOptions & Resumed,
): BrokenVideos {
  return new BrokenVideos({
    videos: [...order.labeled, ...order.unlabeled],
    purpose: "training videos",
    share: config.data.failureShare,
    notify: (line) => progress.note(line),
    known: checkpoint?.state.brokenVideos,
  });
}

/**
 * Takes the remaining steps. If the user or an error stops them early, what was learned so far is
 * saved as a checkpoint.
 */
async function takeSteps(training: TrainingRun, recorder: RunRecorder): Promise<void> {
  try {
    // A run that was stopped while it was scored has yet to be.
    if (await recorder.validateIfDue()) await recorder.save();
    if (!recorder.isDone) await streamSteps(training, recorder);
  } catch (error) {
    if (!isInterrupt(error, training.signal)) {
      await rescueRun(error, { ...training, recorder });
      throw error;
    }
  }
  await recorder.saveIfNew();
}

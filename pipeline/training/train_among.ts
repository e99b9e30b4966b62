import { Learner, PendingWork } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { RunHooks } from "../hooks/run_hooks.ts";
import { createNetworks } from "../networks/create_networks.ts";
import type { Checkpoint } from "../run/open_checkpoint.ts";
import { readState } from "../run/read_state.ts";
import { BrokenVideos } from "../videos/broken_videos.ts";
import type { WindowLoader } from "../videos/window_loader.ts";
import { requireSameStart } from "../workers/require_same_start.ts";
import type { TrainingWorkers } from "../workers/training_workers.ts";
import { isInterrupt } from "./_is_interrupt.ts";
import { choosePrecision } from "./choose_precision.ts";
import { createOptimizers } from "./create_optimizers.ts";
import { finishRun } from "./finish_run.ts";
import { type InitialStateOptions, loadInitialState } from "./load_initial_state.ts";
import type { TrainingPlan } from "./plan_training.ts";
import type { TrainOptions, TrainOutcome } from "./train_options.ts";
import { planPhases } from "./plan_phases.ts";
import { rescueRun } from "./rescue_run.ts";
import { RunRecorder } from "./run_recorder.ts";
import { streamSteps } from "./stream_steps.ts";
import type { TrainingRun } from "./training_run.ts";

/** What {@linkcode trainAmong} works with. */
export interface PreparedRun extends TrainOptions {
  readonly config: Config;
  readonly plan: TrainingPlan;
  readonly loader: WindowLoader;
  /** What the run resumes from; undefined for a new run. */
  readonly checkpoint: Checkpoint | undefined;
  /** When it was started, by `performance.now`. */
  readonly startedAt: number;
  /** Shows a line that only this worker knows of. */
  readonly notify: (line: string) => void;
}

/**
 * Trains with the other workers, or alone, and evaluates.
 *
 * @param workers Have all come.
 */
export async function trainAmong(
  workers: TrainingWorkers,
  { config, plan, loader, checkpoint, startedAt, ...options }: PreparedRun,
): Promise<TrainOutcome> {
  const { progress, notify } = options;
  // 3. The networks and what they have learned so far.
  const classes = plan.videos.classes.length;
  const networks = createNetworks(config, { ...plan.method, classes });
  const { memory } = plan;
  const trainable = { networks, optimizers: createOptimizers(networks, config.optimizer), memory };
  using learner = await createLearner(config, {
    ...trainable,
    classes: plan.videos.classes,
    checkpoint,
    notify: (line) => progress.note(line),
  });
  const precision = await choosePrecision(config, {
    plan: { ...plan, classes },
    group: workers.group,
    signal: workers.signal,
    state: checkpoint?.state,
    progress,
  });
  await requireSameStart(workers, learner, { networks, precision });
  const training: TrainingRun = {
    ...options,
    ...plan,
    ...trainable,
    startedAt,
    loader,
    workers,
    signal: workers.signal,
    precision,
    learner,
    validation: checkpoint?.state.validation,
    phases: planPhases(config, { ...plan, networks }),
    broken: brokenTrainingVideos(plan, { notify, checkpoint }),
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
  const interrupted = { kind: "interrupted", step: training.learner.steps } as const;
  if (!recorder.isDone) return interrupted;
  let isTrained = false;
  const results = await finishRun(training, {
    recorder,
    onTrained() {
      isTrained = true;
      onTrained?.();
    },
  });
  if (results === undefined) return isTrained ? { kind: "trained" } : interrupted;
  return { kind: "finished", results, test: training.videos.test };
}

async function createLearner(
  config: Config,
  { checkpoint, ...options }: InitialStateOptions & Pick<PreparedRun, "checkpoint">,
): Promise<Learner> {
  if (checkpoint === undefined) return new Learner(await loadInitialState(config, options));
  const { networks, memory } = options;
  return new Learner(await readState(networks, checkpoint, { memory }), checkpoint.state.step);
}

/** Collects the training videos that cannot be read, those known to the checkpoint included. */
function brokenTrainingVideos(
  { config, order }: TrainingPlan,
  { notify, checkpoint }: Pick<PreparedRun, "notify" | "checkpoint">,
): BrokenVideos {
  return new BrokenVideos({
    videos: [...order.labeled, ...order.unlabeled],
    purpose: "training videos",
    share: config.data.failureShare,
    notify,
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

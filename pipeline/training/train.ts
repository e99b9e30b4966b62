import { requireMachine, thisMachine } from "../../runtime/install/mod.ts";
import type { Config } from "../config/config.ts";
import { createNetworks } from "../networks/create_networks.ts";
import type { Checkpoint } from "../run/open_checkpoint.ts";
import { openNewestCheckpoint } from "../run/open_newest_checkpoint.ts";
import { requireSameRun } from "../run/require_same_run.ts";
import { showLine } from "../terminal/show_line.ts";
import { keepVideos } from "../videos/keep_videos.ts";
import { startWork } from "../videos/start_work.ts";
import { describeOtherWorkers } from "../workers/describe_other_workers.ts";
import { joinRun } from "../workers/join_run.ts";
import { workersOfHost } from "../workers/workers_of_host.ts";
import { labeledClipsPerStep } from "./labeled_clips_per_step.ts";
import { planTraining, type TrainingPlan } from "./plan_training.ts";
import { threadsPerOp } from "./threads_per_op.ts";
import { trainAmong } from "./train_among.ts";
import type { TrainOptions, TrainOutcome } from "./train_options.ts";
import { requireWeightFiles } from "./require_weight_files.ts";

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
 * @throws {WorkerError} If another worker does not come, was started for something else, is lost or
 * fails.
 */
export async function train(config: Config, options: TrainOptions): Promise<TrainOutcome> {
  // At once, so that no videos are made on a machine that cannot train on them, or for weights that
  // cannot be read.
  requireMachine(thisMachine());
  if (!options.resume) {
    await requireWeightFiles(config, (line) => options.progress.note(line));
  }
  // Also at once: names in `optimizer.frozen` that there are not.
  createNetworks(config, { dual: true, classes: 1 });
  const startedAt = performance.now();

  // 1. What is trained, on which videos, and the checkpoint it resumes from.
  const plan = await planTraining(config, options);
  using checkpoint = options.resume ? await openResumed(plan, options) : undefined;
  if (!plan.isKept) {
    // Commands have written it before; without it nothing finds the run.
    if (options.run.startedAt() === undefined) await options.run.writeConfig(config);
    await keepVideos(config, plan.videos, options);
  }

  // 2. The device, after the videos: their problems are reported before a large download. Then the
  // other workers, if there are any.
  await using started = options.workers?.startOthers?.((line) => options.progress.note(line));
  const { cores, videos } = plan;
  const notify = ownNotifier(options);
  using loader = await startWork(config, {
    ...options,
    gone: videos.gone,
    threads: options.workers && cores,
    threadsPerOp: threadsPerOp({ threads: cores, clips: leastClips(plan) }),
    processes: options.workers && workersOfHost(options.workers),
    notify,
  });
  const workers = await joinRun(config, { ...options, videos, failed: started?.failed });
  return await workers.run(() =>
    trainAmong(workers, { ...options, config, plan, loader, checkpoint, startedAt, notify })
  );
}

/** Returns the number of labeled clips of a step that are computed at once, in all networks. */
function leastClips({ config, method, order }: TrainingPlan): number {
  const clips = labeledClipsPerStep(order) / config.schedule.accumulate;
  return clips * (method.dual ? 2 : 1);
}

/** Returns what shows a line that only this worker knows of. */
function ownNotifier({ workers, progress }: TrainOptions): (line: string) => void {
  const task = workers?.task ?? 0;
  return task === 0 ? (line) => progress.note(line) : (line) => showLine(`worker ${task}: ${line}`);
}

/** Opens the newest checkpoint of the run to resume; returns undefined if it has none yet. */
async function openResumed(
  { config, videos }: TrainingPlan,
  { run, progress, workers }: TrainOptions,
): Promise<Checkpoint | undefined> {
  const checkpoint = await openNewestCheckpoint(
    run.checkpoints,
    ({ message }) => progress.note(`skipped: ${message}`),
  );
  try {
    if (checkpoint !== undefined) {
      requireSameRun(checkpoint, { config, classes: videos.classes, videos: videos.hash });
      progress.note(`Resuming after step ${checkpoint.state.step}`);
      const change = describeOtherWorkers(config, {
        before: checkpoint.state.workers ?? 1,
        now: workers?.addresses.length ?? 1,
      });
      if (change !== undefined) progress.note(change);
    }
    // Fields that were changed on the command line stay changed if the run is resumed again.
    await run.writeConfig(config);
    return checkpoint;
  } catch (error) {
    checkpoint?.[Symbol.dispose]();
    throw error;
  }
}

import { cpus } from "node:os";
import type { Credits, RatioTicketsOptions } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { chooseMethod } from "../methods/choose_method.ts";
import type { MemorySpecs } from "../methods/memory_spec.ts";
import type { Method } from "../methods/method.ts";
import { keepMethod } from "../run/keep_method.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { describeLabels } from "../videos/describe_labels.ts";
import { divideVideos } from "../videos/divide_videos.ts";
import { findVideos } from "../videos/find_videos.ts";
import { listNames } from "../videos/list_names.ts";
import { resumeVideos } from "../videos/resume_videos.ts";
import { summarizeVideos } from "../videos/summarize_videos.ts";
import type { VideoSet } from "../videos/video_set.ts";
import { withoutLearned } from "../videos/without_learned.ts";
import { coresOfWorker } from "../workers/cores_of_worker.ts";
import { requireDivisible } from "../workers/require_divisible.ts";
import type { WorkerOptions } from "../workers/worker_options.ts";
import { createCredits } from "./create_credits.ts";
import { planMemory } from "./plan_memory.ts";
import { countSteps } from "./step_schedule.ts";
import { videoOrder } from "./video_order.ts";

/** Which run is planned. */
export interface PlanOptions extends WorkOptions {
  /** The run's folder, held by this process. */
  readonly run: RunFolder;
  /** Resume from the newest checkpoint in the folder; from the start if there is none yet. */
  readonly resume: boolean;
  /**
   * How this process trains with others.
   *
   * @default it trains alone
   */
  readonly workers?: WorkerOptions | undefined;
}

/** What is known of a training before the device is started. */
export interface TrainingPlan {
  readonly config: Config;
  readonly method: Method;
  readonly videos: VideoSet;
  /** Whether the run's folder has the videos already. */
  readonly isKept: boolean;
  readonly order: RatioTicketsOptions;
  readonly totalSteps: number;
  /** What the method remembers from step to step; undefined if nothing. */
  readonly memory: MemorySpecs | undefined;
  readonly credits: Credits;
  /** Threads of this process: for the device, and of videos that are decoded at the same time. */
  readonly cores: number;
}

/**
 * Plans a training: finds its method and its videos, which a resumed run has kept. A run that starts
 * from another run's weights is not tested on what these have learned from.
 *
 * @throws {Error} If the method cannot train on the videos, or its steps cannot be divided among
 * workers.
 * @throws {ConfigError} If it cannot remember as much as is configured.
 * @throws {ManifestError} If something is wrong with the data.
 * @throws {RunFolderError} If the run is resumed and the file of its method has changed.
 */
export async function planTraining(config: Config, options: PlanOptions): Promise<TrainingPlan> {
  // Before it runs: that of a resumed run must be the same.
  await keepMethod(options.run, config.method.name, options);
  const method = await chooseMethod(config);
  const worker = options.workers && workerOf(options.workers);
  if (worker !== undefined) requireDivisible(config, { method, size: worker.size });
  const kept = options.resume ? await options.run.readVideos() : undefined;
  const videos = kept === undefined
    ? await divideFound(config, options)
    : await resumeVideos(config, kept, options);
  const order = videoOrder(config, { method, videos, worker });
  const totalSteps = countSteps(config, order);
  const memory = planMemory(config, { method, order, classes: videos.classes.length });
  const cores = coresOf(options.workers);
  const credits = createCredits(config, order, cores);
  const isKept = kept !== undefined;
  return { config, method, videos, isKept, order, totalSteps, memory, credits, cores };
}

function workerOf({ addresses, task }: WorkerOptions) {
  return { task, size: addresses.length };
}

function coresOf(workers: WorkerOptions | undefined): number {
  const usable = navigator.hardwareConcurrency;
  if (workers === undefined) return usable;
  return coresOfWorker(workers, { usable, all: cpus().length, areShared: workers.areBeside });
}

/** Finds the videos of a new run, divides them, and shows the user how they were understood. */
async function divideFound(config: Config, options: PlanOptions): Promise<VideoSet> {
  const found = await findVideos(config, options);
  const manifest = await withoutLearned(config, found, options);
  const videos = divideVideos(config, manifest);
  const { labeled, unlabeled, test } = videos.record;
  const { classes, testSource } = manifest;
  options.progress.note(summarizeVideos({ classes, labeled, unlabeled, test, testSource }));
  options.progress.note(describeLabels(videos));
  if (videos.leftOut.length > 0) {
    options.progress.note(
      `${
        listNames(videos.leftOut, "unlabeled video")
      }: not used, as each is of the same source as ` +
        "a validation video",
    );
  }
  return videos;
}

import { concatMap, lastValueFrom, takeWhile } from "rxjs";
import {
  batchesPerEpoch,
  Learner,
  type Merged,
  PendingWork,
  release,
  type StepInput,
  type StepOutput,
  trainSteps as takeSteps,
} from "../../operators/mod.ts";
import { fastestPrecision, startTensorFlow } from "../../runtime/mod.ts";
import { requireMachine, thisMachine } from "../../runtime/install/mod.ts";
import { BrokenVideos } from "../videos/broken_videos.ts";
import { openNewestCheckpoint } from "../run/checkpoint.ts";
import { requireSameRun } from "../run/checkpoint_state.ts";
import { clipStream } from "./clip_stream.ts";
import { compileStep } from "./compile_step.ts";
import type { Config } from "../config/config.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { scoreVideos } from "../evaluation/evaluate.ts";
import { findFfmpeg } from "../videos/find_ffmpeg.ts";
import { findMethod } from "../method/methods.ts";
import { createNetworks } from "../method/networks.ts";
import { phaseOf, phasesOf } from "./phases.ts";
import { preciseBatchNorm } from "./precise_batch_norm.ts";
import { RunRecorder } from "./run_recorder.ts";
import { stepSchedule, totalStepsOf } from "./train_schedule.ts";
import { createOptimizers, firstState } from "./initial_state.ts";
import { divideVideos, findVideos, type VideoSet } from "../videos/video_set.ts";
import { WindowLoader } from "../videos/window_loader.ts";
import { readState, saveNetworks } from "../run/network_state.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { TrainResults } from "../run/results.ts";
import { creditsFor, videoOrder } from "./video_order.ts";

/** Trains as configured, evaluates at the end, and keeps all of it in the run's folder. */
export const train: Train = async (config, options) => {
  const { run, progress, signal } = options;
  requireMachine(thisMachine());
  const begun = performance.now();
  const notify = (line: string) => progress.note(line);
  const method = await findMethod(config.method.name);
  const videos = divideVideos(config, await findVideos(config, options));
  const order = videoOrder(config, method, videos);
  const totalSteps = totalStepsOf(config, order);
  const credits = creditsFor(config, order);
  using resumed = await findCheckpoint(config, options, videos);
  await run.writeSplit(videos.record);
  const ffmpeg = await findFfmpeg(options);

  // After the videos: what is wrong with them is told before a large library is fetched.
  await startTensorFlow({ device: config.device, notify });
  const precision = config.precision === "auto" ? fastestPrecision() : config.precision;
  if (config.precision === "auto") notify(`Precision: ${precision}, the fastest here`);
  const networks = createNetworks(config, method, videos.classes.length);
  const optimizers = createOptimizers(networks, config.optimizer);
  const { emaDecay } = config.optimizer;
  const averaging = emaDecay === undefined ? {} : { emaDecay };
  const state = resumed === undefined
    ? await firstState(networks, optimizers, config)
    : await readState(networks, resumed);
  using learner = new Learner(state, resumed?.state.step ?? 0);

  const loader = new WindowLoader(config, ffmpeg.path, notify);
  const broken = new BrokenVideos({
    videos: [...order.labeled, ...order.unlabeled],
    purpose: "training videos",
    share: config.data.failureShare,
    notify,
    known: resumed?.state.brokenVideos ?? [],
  });
  // The process must not end before its decoders and the device have: it would crash.
  const pendingWork = new PendingWork();
  using recorder = await RunRecorder.open({
    config,
    run,
    progress,
    learner,
    networks,
    videos,
    broken,
    totalSteps,
    begun,
    epochSteps: batchesPerEpoch(order),
  });

  /** A step begins when the one before is recorded: a checkpoint and the lines before it fit together. */
  let recorded: Promise<void> = Promise.resolve();

  const phases = phasesOf(config, method, networks, order, totalSteps);
  const compiled = new Map(phases.map((phase) => {
    const { pipeline } = phase;
    const maxGradientNorm = config.optimizer.maxGradientNorm;
    const microBatches = config.schedule.accumulate;
    return [
      phase,
      compileStep({
        pipeline,
        precision,
        microBatches,
        optimizer: optimizers,
        maxGradientNorm,
        ...averaging,
      }),
    ];
  }));

  async function compute(input: StepInput): Promise<StepOutput<Merged>> {
    await recorded;
    signal.throwIfAborted();
    recorder.clock.enter("device");
    return await compiled.get(phaseOf(learner.steps, phases))!(input);
  }

  recorder.clock.enter("data");
  try {
    const from = learner.steps;
    const steps = clipStream(config, {
      order,
      phases,
      from,
      loader,
      broken,
      credits,
      pendingWork,
      signal,
    }).pipe(
      takeSteps({
        learner,
        pendingWork,
        schedule: stepSchedule(config, method, totalSteps),
        step: compute,
      }),
      concatMap((taken) => {
        recorded = recorder.step(taken, phaseOf(taken.step, phases).losses);
        return recorded.then(() => taken);
      }),
      release(credits, ({ batch }) => batch),
      takeWhile(() => !signal.aborted),
    );
    await lastValueFrom(steps, { defaultValue: undefined }).finally(async () => {
      // Nothing may be written while a step or its record is on its way.
      await pendingWork.settled();
      await Promise.allSettled([recorded]);
    });
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) {
      await recorder.rescue(error);
      throw error;
    }
  } finally {
    for (const step of compiled.values()) step[Symbol.dispose]();
  }

  if (learner.steps < totalSteps) {
    await recorder.save();
    return { kind: "interrupted", step: learner.steps };
  }
  recorder.clock.enter("pause");
  progress.end();
  try {
    const { preciseBatches: batches } = config.schedule;
    if (batches !== undefined) {
      const next = await learner.use((state) =>
        preciseBatchNorm(config, {
          networks,
          state,
          order,
          batches,
          loader,
          broken,
          credits,
          pendingWork,
          signal,
          onBatch: (count) => progress.show(`precise batch norm ${count}/${batches}`),
        })
      );
      progress.clear();
      learner.replace(next);
      // Over the one without them: what is evaluated is what is kept.
      await recorder.save();
    }
    broken.summarize(loader.damaged);
    return await learner.use(async (state) => {
      await saveNetworks(run, networks, state);
      const scores = await scoreVideos(config, { ...options, networks, state, loader, videos });
      await recorder.evaluation(scores);
      const results = { classes: videos.classes, scores, run: recorder.costs };
      return { kind: "finished", results };
    });
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    return { kind: "interrupted", step: learner.steps };
  }
};

async function findCheckpoint(config: Config, options: TrainOptions, videos: VideoSet) {
  const { run, resume, progress } = options;
  if (!resume) return undefined;
  const checkpoint = await openNewestCheckpoint(run.checkpoints, ({ message }) => {
    progress.note(`passed over ${message}`);
  });
  try {
    if (checkpoint !== undefined) {
      const now = { config, classes: videos.classes, videos: videos.hash };
      requireSameRun(checkpoint.path, checkpoint.state, now);
      progress.note(`going on after step ${checkpoint.state.step}`);
    }
    // What was changed on the command line holds from now on.
    await run.writeConfig(config);
    return checkpoint;
  } catch (error) {
    checkpoint?.[Symbol.dispose]();
    throw error;
  }
}

/** Options of {@linkcode Train}. */
export interface TrainOptions extends WorkOptions {
  /** The run's folder, held by this process. */
  readonly run: RunFolder;
  /** Go on from the newest checkpoint in the folder; from the start where there is none yet. */
  readonly resume: boolean;
}

/** How training ended. */
export type TrainOutcome =
  | { readonly kind: "interrupted"; readonly step: number }
  | { readonly kind: "finished"; readonly results: TrainResults };

/** Trains as configured. When the signal aborts it finishes the step, writes a checkpoint and returns. */
export type Train = (config: Config, options: TrainOptions) => Promise<TrainOutcome>;

import {
  concat,
  concatMap,
  defer,
  finalize,
  lastValueFrom,
  type Observable,
  takeWhile,
} from "rxjs";
import { locateFfmpeg } from "../datasets/mod.ts";
import {
  batchesPerEpoch,
  Credits,
  gateMetrics,
  Learner,
  type Merged,
  type RatioTicketsOptions,
  release,
  train as takeSteps,
  type TrainedStep,
  trainingStep,
  Workers,
} from "../operators/mod.ts";
import { compile, startTensorFlow } from "../runtime/mod.ts";
import { BrokenVideos } from "./broken_videos.ts";
import { listCheckpoints, openNewestCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import { checkpointState, requireSameRun } from "./checkpoint_state.ts";
import { clipStream, videoOrder } from "./clip_stream.ts";
import type { Config } from "./config.ts";
import type { Train, TrainOptions } from "./entry_points.ts";
import { NonFiniteLossError } from "./errors.ts";
import { scoreVideos } from "./evaluate.ts";
import { MetricsFile } from "./metrics.ts";
import { createNetworks } from "./networks.ts";
import { type Phase, phasesOf } from "./phases.ts";
import { StepClock } from "./step_clock.ts";
import { stepSchedule, totalStepsOf } from "./train_schedule.ts";
import { createOptimisers, initialState, readState, stateToWrite } from "./training_state.ts";
import { prepareVideos } from "./video_set.ts";
import { WindowLoader } from "./window_loader.ts";

/** Trains as configured, evaluates at the end, and keeps all of it in the run's folder. */
export const train: Train = async (config, options) => {
  const { run, progress, signal } = options;
  const ffmpeg = await locateFfmpeg();
  const videos = await prepareVideos(config, ffmpeg.path, options);
  const order = videoOrder(config, videos);
  const totalSteps = totalStepsOf(config, order);
  const epochSteps = batchesPerEpoch(order);

  // After the videos: what is wrong with them is told before a large library is fetched.
  await startTensorFlow();
  const networks = createNetworks(config, videos.classes.length);
  const optimisers = createOptimisers(networks, config.optimiser);
  using resumed = await findCheckpoint(config, options, videos.hash);
  const state = resumed === undefined
    ? initialState(networks, optimisers, config.seed)
    : await readState(networks, resumed);
  using learner = new Learner(state, resumed?.state.step ?? 0);

  const credits = creditsFor(config, order);
  const loader = new WindowLoader(config, ffmpeg.path);
  const broken = new BrokenVideos({
    ...{ videos: [...order.labelled, ...order.unlabelled], purpose: "training videos" },
    share: config.data.failureShare,
    tell: (line) => progress.note(line),
    known: resumed?.state.brokenVideos ?? [],
  });
  const workers = new Workers();
  const clock = new StepClock();
  using metrics = await MetricsFile.open(run.metrics, learner.steps);

  async function save(): Promise<void> {
    const before = clock.enter("pause");
    await metrics.sync();
    const position = checkpointState(config, {
      step: learner.steps,
      epoch: Math.floor(learner.steps / epochSteps),
      streamPosition: learner.steps,
      classes: [...videos.classes],
      videos: videos.hash,
      brokenVideos: broken.ids,
    });
    await learner.use((state) =>
      saveCheckpoint(run.checkpoints, position, stateToWrite(networks, state))
    );
    clock.enter(before);
  }

  async function record(taken: TrainedStep<Merged>): Promise<TrainedStep<Merged>> {
    clock.enter("data");
    const line = stepMetrics(taken);
    if (!Number.isFinite(line.loss)) {
      const [newest] = listCheckpoints(run.checkpoints);
      const kept = newest === undefined ? "No checkpoint was written yet" : `${newest} is kept`;
      const remedy = `${kept}; start again with a lower learning rate.`;
      throw new NonFiniteLossError(taken.step, { ...line.parts, total: line.loss }, remedy);
    }
    const seconds = clock.finishStep(taken.batch.clips);
    const done = learner.steps;
    metrics.append({ kind: "step", epoch: Math.floor(taken.step / epochSteps), ...line, seconds });
    progress.step({
      ...{ totalSteps, loss: line.loss, pace: clock.pace },
      step: done,
      parts: line.parts,
      maskRates: line.maskRates,
    });
    if (done % config.checkpoint.everySteps === 0 || done === totalSteps) await save();
    return taken;
  }

  /** A step begins when the one before is recorded: a checkpoint and the lines before it fit together. */
  let recorded: Promise<unknown> = Promise.resolve();

  async function compute<Input, Output>(
    step: (input: Input) => Promise<Output>,
    input: Input,
  ): Promise<Output> {
    await recorded;
    signal.throwIfAborted();
    clock.enter("device");
    // The process must not end before the device has: it would crash.
    workers.start();
    try {
      return await step(input);
    } finally {
      workers.end();
    }
  }

  function take({ from, to, order, pipeline }: Phase): Observable<unknown> {
    const step = compile(
      trainingStep({ pipeline, optimiser: optimisers, gradientNorm: config.optimiser.clipNorm }),
    );
    const steps = { from: Math.max(from, learner.steps), to };
    return clipStream(config, { order, steps, loader, broken, credits, workers }).pipe(
      takeSteps({
        learner,
        schedule: stepSchedule(config, totalSteps),
        step: (input) => compute(step, input),
      }),
      concatMap((taken) => recorded = record(taken)),
      release(credits, ({ batch }) => batch),
      finalize(() => step.dispose()),
    );
  }

  const ahead = phasesOf(config, networks, order, totalSteps)
    .filter(({ to }) => to > learner.steps)
    .map((phase) => defer(() => take(phase)));
  clock.enter("data");
  try {
    const steps = concat(...ahead).pipe(takeWhile(() => !signal.aborted));
    await lastValueFrom(steps, { defaultValue: undefined });
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
  } finally {
    await workers.settled();
  }
  if (learner.steps < totalSteps) {
    await save();
    return { kind: "interrupted", step: learner.steps };
  }

  clock.enter("pause");
  progress.end();
  broken.summarise();
  const { device, data } = clock.total;
  if (device > 0) {
    progress.note(`waited for data ${(100 * data / (device + data)).toFixed(1)} % of the time`);
  }
  try {
    const scores = await learner.use((state) =>
      scoreVideos(config, { ...options, networks, state, loader, videos })
    );
    return { kind: "finished", results: { classes: videos.classes, scores } };
  } catch (error) {
    if (signal.aborted && error === signal.reason) {
      return { kind: "interrupted", step: learner.steps };
    }
    throw error;
  }
};

/** Two steps' worth by default, so that one is decoded while the other is on the device. */
function creditsFor(config: Config, { labelledPerBatch, ratio }: RatioTicketsOptions): Credits {
  const perStep = labelledPerBatch * (1 + ratio);
  const { credits = 2 * perStep } = config;
  if (credits >= perStep) return new Credits(credits);
  throw new RangeError(
    `Cannot train as 'credits' must suffice for a step of ${perStep} clips: ` +
      `current value is ${credits}`,
  );
}

async function findCheckpoint(config: Config, options: TrainOptions, videos: string) {
  const { run, resume, progress } = options;
  if (!resume) return undefined;
  const checkpoint = await openNewestCheckpoint(run.checkpoints, ({ message }) => {
    progress.note(`passed over ${message}`);
  });
  if (checkpoint === undefined) return undefined;
  requireSameRun(checkpoint.path, checkpoint.state, { config, videos });
  progress.note(`going on after step ${checkpoint.state.step}`);
  return checkpoint;
}

/** A step's numbers as they stand in metrics.jsonl; `step` counts the steps done. */
function stepMetrics({ step, batch, result, schedule, gradientNorm }: TrainedStep<Merged>) {
  const { total, ...parts } = result.parts;
  const gate = result.gate === undefined ? undefined : gateMetrics(result.gate, batch.hiddenLabels);
  const maskRates: Record<string, number> = {};
  if (gate !== undefined) {
    // Named by who labels for whom: Z the primary network, A the auxiliary one.
    if (gate.auxiliary === undefined) maskRates["Z→Z"] = gate.primary.maskRate;
    else {
      maskRates["A→Z"] = gate.primary.maskRate;
      maskRates["Z→A"] = gate.auxiliary.maskRate;
    }
  }
  const agreement = result.gate?.agreement;
  return {
    ...{ step: step + 1, loss: total, parts, maskRates, gate, agreement },
    ...{ learningRate: schedule.learningRate, gradientNorm },
  };
}

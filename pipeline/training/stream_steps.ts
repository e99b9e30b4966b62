import { lastValueFrom, takeWhile, tap } from "rxjs";
import { batchesPerEpoch, Learner, release, trainSteps } from "../../operators/mod.ts";
import { clipsSeen } from "../methods/clips_seen.ts";
import { clipWords } from "../videos/clip_words.ts";
import { pixelOptions } from "../videos/pixel_options.ts";
import type { JointNews } from "../workers/training_workers.ts";
import { ClipGauge } from "./clip_gauge.ts";
import { clipStream } from "./clip_stream.ts";
import { jointRows } from "../workers/joint_rows.ts";
import { clipsPerStep } from "./clips_per_step.ts";
import { type CompiledPhases, compilePhases } from "./compile_phases.ts";
import { describeMemory, describeTime, describeTraining } from "./describe_training.ts";
import { initialStateFor } from "./initial_state_for.ts";
import { LiveStream } from "./live_stream.ts";
import { LiveViews } from "./live_views.ts";
import { type Phase, phaseOf } from "./phase.ts";
import { preparePhases } from "./prepare_phases.ts";
import type { RunRecorder } from "./run_recorder.ts";
import { StepActivity } from "./step_activity.ts";
import { stepSchedule } from "./step_schedule.ts";
import { StepTrial } from "./step_trial.ts";
import type { TrainingRun } from "./training_run.ts";

/**
 * Takes the remaining steps of a run as one stream: decodes, trains, records, until the last step
 * or an interrupt. No step is under way when it is over.
 *
 * @throws {NonFiniteLossError} If a loss or gradient is no longer a number.
 * @throws {DiskFullError} If the disk is full.
 * @throws {unknown} If the signal is aborted in the middle of a step: its reason.
 */
export async function streamSteps(training: TrainingRun, recorder: RunRecorder): Promise<void> {
  const { config, method, totalSteps, phases, learner, credits, pendingWork, signal } = training;
  const { workers, broken } = training;
  const { clock } = recorder;
  const gauge = new ClipGauge();
  await using _live = watchStream(training, { recorder, gauge });
  await using views = watchViews(training);
  using compiled = compilePhases(training);
  await announce(training, { compiled, recorder });
  using _watch = watchActivity(training, { recorder, gauge });
  clock.enter("data");
  const { strong } = method;
  const clips = Object.keys(clipsSeen(config, method));
  const seen = { ...training, clips, strong, firstStep: learner.steps, gauge };
  let news: JointNews;
  const stream = clipStream(config, seen).pipe(
    trainSteps({
      learner,
      pendingWork,
      schedule: stepSchedule(config, { method, totalSteps, phases }),
      async step(input, { hiddenLabels }) {
        clock.enter("peers");
        const { waitedSec } = recorder;
        news = await workers.meet({ waitedSec, hiddenLabels, brokenVideos: broken.ids });
        broken.know(news.brokenVideos);
        signal.throwIfAborted();
        clock.enter("device");
        const phase = phaseOf(learner.steps, compiled.phases);
        gauge.startStep(clipsPerStep(phase.order));
        return await phase.compute(input);
      },
      // Awaited before the next step, so that a checkpoint and the metrics agree on the step.
      async afterStep(trained) {
        await recorder.step(trained, news);
        views.show(trained);
      },
    }),
    release(credits, ({ batch }) => batch),
    tap({ next: ({ batch }) => gauge.finishStep(batch.clips), finalize: () => gauge.end() }),
    takeWhile(() => !signal.aborted && !recorder.isDone),
  );
  // A checkpoint may be written only when no step is under way and none is being recorded.
  await lastValueFrom(stream, { defaultValue: undefined }).finally(async () => {
    await pendingWork.settled();
    clock.enter("pause");
  });
}

/** What {@linkcode watchStream} and {@linkcode watchActivity} look at. */
interface WatchedStream {
  readonly recorder: RunRecorder;
  readonly gauge: ClipGauge;
}

function watchStream(training: TrainingRun, { recorder, gauge }: WatchedStream): LiveStream {
  const { run, order, learner, progress } = training;
  return new LiveStream(run.liveStream, {
    ...training,
    clock: recorder.clock,
    gauge,
    stepsPerEpoch: batchesPerEpoch(order),
    steps: () => learner.steps,
    waitingShare: () => recorder.waitingShare,
    notify: (line) => progress.note(line),
  });
}

/** Shows what the step under way is at, while no step is done. */
function watchActivity(training: TrainingRun, { recorder, gauge }: WatchedStream): Disposable {
  const { phases, totalSteps, learner, progress, hooks } = training;
  const activity = new StepActivity({
    clock: recorder.clock,
    phases,
    totalSteps,
    steps: () => learner.steps,
    decoded: () => gauge.gathered,
    hasHooks: hooks.isPresent,
  });
  return progress.watch(() => activity.describe());
}

function watchViews(training: TrainingRun): LiveViews {
  const { config, run, method, videos, progress, workers: { group } } = training;
  const microBatches = config.schedule.accumulate;
  return new LiveViews(run.liveViews, {
    rowsOf: (count) => jointRows(group, { count, microBatches }),
    pixels: pixelOptions(config),
    words: clipWords(clipsSeen(config, method)),
    classes: videos.classes,
    notify: (line) => progress.note(line),
  });
}

/** What {@linkcode announce} measures. */
interface Announced {
  readonly compiled: CompiledPhases;
  readonly recorder: RunRecorder;
}

/** Shows what is trained, how much memory and time that takes, before any video is decoded. */
async function announce(training: TrainingRun, { compiled, recorder }: Announced): Promise<void> {
  const { config, progress, learner, totalSteps } = training;
  for (const line of describeTraining(training)) progress.note(line);
  progress.show("compiling the training step");
  using tried = new DisposableStack();
  await using trial = new StepTrial({
    ...training,
    learner: () => tried.use(new Learner(initialStateFor(config, training))),
  });
  const long = compiled.phases.filter((phase) => isWorthTrying(phase, learner.steps));
  const memory = await preparePhases(compiled, training, {
    onPrepared(phase) {
      if (long.includes(phase)) trial.warm(phase);
    },
  });
  progress.clear();
  const { cacheBytes } = training.loader;
  progress.note(describeMemory({ ...memory, cacheBytes }, config));
  if (long.length > 0) progress.show("trying a training step");
  const time = recorder.expectTimes(await trial.measure(long));
  progress.clear();
  const steps = totalSteps - learner.steps;
  if (time.unmeasuredSteps < steps) progress.note(describeTime(time, steps));
}

/** Whether so many steps of a phase are left that two more are worth it, to say how long they take. */
function isWorthTrying({ from, to }: Phase, steps: number): boolean {
  return to - Math.max(from, steps) >= WORTH_TRYING;
}

/** Steps on other weights than those trained. */
const WORTH_TRYING = 20;

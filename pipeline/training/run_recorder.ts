import {
  batchesPerEpoch,
  type Learner,
  type Merged,
  type TrainedStep,
} from "../../operators/mod.ts";
import { removeIfPresent } from "../../runtime/files/remove_if_present.ts";
import type { ValidationState } from "../run/checkpoint_state.ts";
import { MetricsFile } from "../run/metrics_file.ts";
import type { ResultScores, RunCosts } from "../run/results.ts";
import type { RemainingTime } from "../terminal/step_progress.ts";
import { sum } from "../numbers/sum.ts";
import type { JointNews } from "../workers/training_workers.ts";
import { jointLabels } from "../workers/joint_labels.ts";
import { describeValidation } from "./describe_validation.ts";
import { phaseOf } from "./phase.ts";
import { PhaseTimes } from "./phase_times.ts";
import { RecentMeans } from "./recent_means.ts";
import { requireFinite } from "./require_finite.ts";
import { RunCheckpoints } from "./run_checkpoints.ts";
import { RunMeter } from "./run_meter.ts";
import type { StepClock } from "./step_clock.ts";
import { stepMetrics } from "./step_metrics.ts";
import type { StepSeconds } from "./step_trial.ts";
import type { TrainingRun } from "./training_run.ts";
import { Validator } from "./validator.ts";

/**
 * Records a run: its metrics, its checkpoints, what it costs, and how it does on the validation
 * videos. Holds files and compiled functions: dispose it.
 */
export class RunRecorder implements Disposable {
  /** Writes the checkpoints. */
  readonly checkpoints: RunCheckpoints;
  readonly #training: TrainingRun;
  readonly #metrics: MetricsFile;
  readonly #meter: RunMeter;
  readonly #validator: Validator;
  readonly #recent = new RecentMeans();
  readonly #times: PhaseTimes;
  readonly #stepsPerEpoch: number;
  /** Steps done at the last line of the metrics. */
  #recordedSteps: number;
  #waitingShare: number | undefined;
  #waitedSec = 0;

  private constructor(training: TrainingRun, metrics: MetricsFile, meter: RunMeter) {
    const { learner, order, phases } = training;
    this.checkpoints = new RunCheckpoints(training);
    this.#training = training;
    this.#metrics = metrics;
    this.#meter = meter;
    this.#validator = new Validator(training);
    this.#times = new PhaseTimes(phases);
    this.#stepsPerEpoch = batchesPerEpoch(order);
    this.#recordedSteps = learner.steps;
  }

  /**
   * Starts to record, or resumes after the steps that the learner has taken. The results of a run
   * whose checkpoints were removed are removed too: it would count as finished while it is trained
   * again.
   *
   * @throws {DiskFullError} If the disk is full.
   */
  static async open(training: TrainingRun): Promise<RunRecorder> {
    const { run, learner, startedAt } = training;
    await removeIfPresent(run.results);
    using opened = new DisposableStack();
    const metrics = opened.use(await MetricsFile.open(run.metrics, learner.steps));
    const meter = new RunMeter(await run.readMetrics(), startedAt);
    opened.move();
    return new RunRecorder(training, metrics, meter);
  }

  /** Measures where the time goes. */
  get clock(): StepClock {
    return this.#meter.clock;
  }

  /** Scores on the validation videos so far; undefined before the first. */
  get validation(): ValidationState | undefined {
    return this.#validator.state;
  }

  /** Share of the last steps' time that they waited for data; undefined before the first step. */
  get waitingShare(): number | undefined {
    return this.#waitingShare;
  }

  /** Time that this worker waited for others before the last step. */
  get waitedSec(): number {
    return this.#waitedSec;
  }

  /** Whether the run ends here, at its last step or early. */
  get isDone(): boolean {
    const { learner, totalSteps } = this.#training;
    return learner.steps >= totalSteps || this.stopsEarly;
  }

  /** Whether the run ends before its last step, as its scores do not rise any more. */
  get stopsEarly(): boolean {
    return this.#validator.stopsEarly;
  }

  /**
   * Takes the time of a step of each kind until such a step has been recorded.
   *
   * @returns The expected time of the remaining steps.
   */
  expectTimes(seconds: StepSeconds): RemainingTime {
    this.#times.expect(seconds);
    return this.#times.remaining(this.#training.learner.steps);
  }

  /**
   * Records a step of all workers, scores the networks and writes a checkpoint if these are due.
   *
   * @throws {NonFiniteLossError} If the step gave a loss or gradient that is not finite.
   * @throws {DiskFullError} If the disk is full.
   * @throws {unknown} If the signal is aborted while the networks are scored: its reason. What a
   * hook throws.
   */
  async step(trained: TrainedStep<Merged>, news: JointNews): Promise<void> {
    const { config, loader, progress, phases, totalSteps, workers } = this.#training;
    this.clock.enter("data");
    requireFinite(trained, () => this.#describeRemedy());
    const seconds = this.clock.finishStep();
    const phase = phaseOf(trained.step, phases);
    const hiddenLabels = jointLabels(news, config.schedule.accumulate);
    const { step, ...numbers } = stepMetrics({ ...trained, batch: { hiddenLabels } }, phase.losses);
    const epoch = Math.floor(trained.step / this.#stepsPerEpoch);
    const line = this.#metrics.append({ kind: "step", step, epoch, ...numbers, seconds });
    this.#recordedSteps = step;
    this.#meter.measureMemory();
    this.#meter.noteRoom(loader);
    this.#times.add(trained.step, sum(Object.values(seconds)));
    const clips = trained.batch.clips * workers.group.size;
    const { waitedSec } = news;
    const recent = this.#recent.add(phase, { ...numbers, clips, seconds, waitedSec });
    this.#waitedSec = seconds.peers;
    this.#waitingShare = recent.pace.waitingShare;
    progress.step({ step, totalSteps, recent, remaining: this.#times.remaining(step) });
    await this.#callHook(line);
    await this.validateIfDue();
    if (step % config.checkpoint.everySteps === 0 || this.isDone) await this.save();
  }

  /**
   * Scores the networks on the validation videos if that is due after the last step, and keeps the
   * weights if they are the best so far.
   *
   * @returns Whether they were scored.
   * @throws {DiskFullError} If the disk is full.
   * @throws {unknown} If the signal is aborted: its reason. What a hook throws.
   */
  async validateIfDue(): Promise<boolean> {
    const { learner, progress, config: { evaluate } } = this.#training;
    if (!this.#validator.isDue) return false;
    const activity = this.clock.enter("pause");
    const step = learner.steps;
    const scores = await this.#validator.score();
    const line = this.#metrics.append({ kind: "validation", step, scores: shortScores(scores) });
    const state = this.#validator.count(scores);
    progress.clear();
    progress.note(describeValidation(scores, { ...state, patience: evaluate.patience }));
    if (state.best.step === step) await this.checkpoints.saveBest({ learner, validation: state });
    await this.#callHook(line);
    this.clock.enter(activity);
    return true;
  }

  /** The run pauses until the hook, if there is one, is done with a line. */
  async #callHook(line: string): Promise<void> {
    const { hooks } = this.#training;
    if (!hooks.isPresent) return;
    const activity = this.clock.enter("pause");
    await hooks.step(line);
    this.clock.enter(activity);
  }

  /**
   * Writes a checkpoint.
   *
   * @throws {DiskFullError} If the disk is full.
   */
  async save(): Promise<void> {
    const { learner } = this.#training;
    const activity = this.clock.enter("pause");
    this.#metrics.append({ kind: "costs", step: learner.steps, ...this.#meter.total });
    await this.#metrics.sync();
    await this.checkpoints.save(this.validation);
    this.clock.enter(activity);
  }

  /**
   * Writes a checkpoint unless the last one is of the last step.
   *
   * @throws {DiskFullError} If the disk is full.
   */
  async saveIfNew(): Promise<void> {
    if (this.#training.learner.steps > this.checkpoints.savedSteps) await this.save();
  }

  /**
   * Writes a checkpoint unless there is one, or the last step failed halfway: it is not recorded,
   * and its weights may be unreadable.
   *
   * @throws {DiskFullError} If the disk is full.
   */
  async saveRecorded(): Promise<void> {
    if (this.#training.learner.steps === this.#recordedSteps) await this.saveIfNew();
  }

  /**
   * Writes the checkpoints of some weights again whose statistics have been replaced.
   *
   * @param learner Holds the best weights, or those of the last step.
   * @throws {DiskFullError} If the disk is full.
   */
  async replace(learner: Learner): Promise<void> {
    const { validation } = this;
    if (learner === this.#training.learner) await this.save();
    if (learner.steps !== validation?.best.step) return;
    await this.checkpoints.saveBest({ learner, validation });
  }

  /**
   * Records the scores at the end.
   *
   * @throws {DiskFullError} If the disk is full.
   */
  async evaluation(results: ResultScores): Promise<void> {
    const step = this.#recordedSteps;
    const line = this.#metrics.append({
      kind: "evaluation",
      step,
      scores: shortScores(results),
    });
    await this.#metrics.sync();
    await this.#training.hooks.lastStep(line);
  }

  /** What the run has cost so far, over all its parts. */
  get costs(): RunCosts {
    return this.#meter.costs;
  }

  #describeRemedy(): string {
    const newest = this.checkpoints.findNewest();
    const kept = newest === undefined ? "No checkpoint was written yet" : `${newest} is kept`;
    return `${kept}; start again with a lower learning rate.`;
  }

  /** Closes the file and frees the compiled functions. */
  [Symbol.dispose](): void {
    this.#metrics[Symbol.dispose]();
    this.#validator[Symbol.dispose]();
  }
}

/** Scores as a line of the metrics has them. */
function shortScores(results: ResultScores) {
  const scores: Record<string, { readonly top1: number; readonly top5: number }> = {};
  for (const [name, { top1, top5 }] of Object.entries(results)) scores[name] = { top1, top5 };
  return scores;
}

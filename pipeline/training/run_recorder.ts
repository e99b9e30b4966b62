import { batchesPerEpoch, type Merged, type TrainedStep } from "../../operators/mod.ts";
import type { LossName } from "../method/method.ts";
import { checkpointState } from "../run/checkpoint_state.ts";
import { DiskFullError } from "../run/disk_full_error.ts";
import { listCheckpoints } from "../run/list_checkpoints.ts";
import { MetricsFile } from "../run/metrics_file.ts";
import type { ResultScores, RunCosts } from "../run/results.ts";
import { saveCheckpoint } from "../run/save_checkpoint.ts";
import { stateToWrite } from "../run/state_to_write.ts";
import { reportError } from "../terminal/report_error.ts";
import { NonFiniteLossError } from "./non_finite_loss_error.ts";
import { requireFinite } from "./require_finite.ts";
import { StepClock } from "./step_clock.ts";
import { stepMetrics } from "./step_metrics.ts";
import type { TrainingRun } from "./training_run.ts";

/** Records a run: its metrics, its checkpoints, and what it costs. Holds a file: dispose it. */
export class RunRecorder implements Disposable {
  /** Measures where the time goes. */
  readonly clock = new StepClock();
  readonly #training: TrainingRun;
  readonly #metrics: MetricsFile;
  readonly #stepsPerEpoch: number;
  #peakResidentBytes = 0;
  /** Steps done at the last line of the metrics. */
  #recordedSteps: number;
  /** Steps done at the last checkpoint. */
  #savedSteps: number;

  private constructor(training: TrainingRun, metrics: MetricsFile) {
    this.#training = training;
    this.#metrics = metrics;
    this.#stepsPerEpoch = batchesPerEpoch(training.order);
    this.#recordedSteps = training.learner.steps;
    this.#savedSteps = training.learner.steps;
  }

  /**
   * Starts to record, or resumes after the steps that the learner has taken.
   *
   * @throws {DiskFullError} If the disk is full.
   */
  static async open(training: TrainingRun): Promise<RunRecorder> {
    const { run, learner } = training;
    return new RunRecorder(training, await MetricsFile.open(run.metrics, learner.steps));
  }

  /**
   * Records a step, and writes a checkpoint if one is due.
   *
   * @param losses The terms of the loss that the step has.
   * @throws {NonFiniteLossError} If the step gave a loss or gradient that is not finite.
   * @throws {DiskFullError} If the disk is full.
   */
  async step(trained: TrainedStep<Merged>, losses: readonly LossName[]): Promise<void> {
    const { config, progress, totalSteps } = this.#training;
    this.clock.enter("data");
    requireFinite(trained, () => this.#describeRemedy());
    const seconds = this.clock.finishStep(trained.batch.clips);
    const { step, ...numbers } = stepMetrics(trained, losses);
    const epoch = Math.floor(trained.step / this.#stepsPerEpoch);
    this.#metrics.append({ kind: "step", step, epoch, ...numbers, seconds });
    this.#recordedSteps = step;
    this.#measureMemory();
    const { loss, lossTerms, maskRates } = numbers;
    progress.step({ step, totalSteps, loss, lossTerms, maskRates, pace: this.clock.pace });
    if (step % config.checkpoint.everySteps === 0 || step === totalSteps) await this.save();
  }

  /**
   * Writes a checkpoint.
   *
   * @throws {DiskFullError} If the disk is full.
   */
  async save(): Promise<void> {
    const { config, run, learner, networks, videos, broken } = this.#training;
    const activity = this.clock.enter("pause");
    await this.#metrics.sync();
    const state = checkpointState(config, {
      step: learner.steps,
      classes: [...videos.classes],
      videos: videos.hash,
      brokenVideos: broken.ids,
    });
    await learner.use((trained) =>
      saveCheckpoint(run.checkpoints, { state, tensors: stateToWrite(networks, trained) })
    );
    this.#savedSteps = state.step;
    this.clock.enter(activity);
  }

  /**
   * Saves what was learned since the last checkpoint when an error ends the run, and shows the user
   * how to resume. Does nothing if nothing can be saved (the disk is full) or nothing is worth
   * saving (the loss is not finite); these errors say themselves how to continue.
   */
  async rescue(error: unknown): Promise<void> {
    if (error instanceof DiskFullError || error instanceof NonFiniteLossError) return;
    const { learner, progress, run } = this.#training;
    // A step that failed halfway is not recorded, and its weights may be unreadable.
    if (learner.steps > this.#savedSteps && learner.steps === this.#recordedSteps) {
      try {
        await this.save();
      } catch (failure) {
        progress.note(reportError(failure, false).text.replace(/^error: /, ""));
      }
    }
    const [newest] = listCheckpoints(run.checkpoints);
    if (newest === undefined) return;
    const command = `deno task train --resume ${run.name}`;
    progress.note(`Kept what was learned up to step ${this.#savedSteps}; resume with: ${command}`);
  }

  /**
   * Records the scores at the end.
   *
   * @throws {DiskFullError} If the disk is full.
   */
  async evaluation(results: ResultScores): Promise<void> {
    const scores: Record<string, { readonly top1: number; readonly top5: number }> = {};
    for (const [name, { top1, top5 }] of Object.entries(results)) scores[name] = { top1, top5 };
    this.#metrics.append({ kind: "evaluation", step: this.#recordedSteps, scores });
    await this.#metrics.sync();
  }

  /** What the run has cost so far. */
  get costs(): RunCosts {
    this.#measureMemory();
    const { device, data } = this.clock.total;
    return {
      seconds: (performance.now() - this.#training.startedAt) / 1000,
      waitingShare: device > 0 ? data / (data + device) : 0,
      peakResidentBytes: this.#peakResidentBytes,
    };
  }

  #describeRemedy(): string {
    const [newest] = listCheckpoints(this.#training.run.checkpoints);
    const kept = newest === undefined ? "No checkpoint was written yet" : `${newest} is kept`;
    return `${kept}; start again with a lower learning rate.`;
  }

  #measureMemory(): void {
    this.#peakResidentBytes = Math.max(this.#peakResidentBytes, Deno.memoryUsage().rss);
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#metrics[Symbol.dispose]();
  }
}

import type { Model } from "../../models/mod.ts";
import type { Learner, Merged, PerNetwork, TrainedStep } from "../../operators/mod.ts";
import type { BrokenVideos } from "../videos/broken_videos.ts";
import { listCheckpoints, saveCheckpoint } from "../run/checkpoint.ts";
import { checkpointState } from "../run/checkpoint_state.ts";
import type { Config } from "../config/config.ts";
import type { LossName } from "../method/methods.ts";
import { MetricsFile } from "../run/metrics.ts";
import type { Progress } from "../terminal/progress.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { StepClock } from "./step_clock.ts";
import { requireFinite, stepMetrics } from "./step_metrics.ts";
import type { VideoSet } from "../videos/video_set.ts";
import { DiskFullError } from "../run/disk_full_error.ts";
import type { ResultScores, RunCosts } from "../run/results.ts";
import { stateToWrite } from "../run/network_state.ts";
import { NonFiniteLossError } from "./non_finite_loss_error.ts";

/** What {@linkcode RunRecorder} works with. */
export interface RunRecorderOptions {
  readonly config: Config;
  readonly run: RunFolder;
  readonly progress: Progress;
  readonly learner: Learner;
  readonly networks: PerNetwork<Model>;
  readonly videos: VideoSet;
  readonly broken: BrokenVideos;
  /** Steps of the whole run. */
  readonly totalSteps: number;
  /** Steps of an epoch. */
  readonly epochSteps: number;
  /** When the run, or this part of it, began, by `performance.now`. */
  readonly begun: number;
}

/** Keeps what a run comes to: its metrics, its checkpoints, what it costs. Holds a file: dispose it. */
export class RunRecorder implements Disposable {
  /** Where the time goes. */
  readonly clock = new StepClock();
  readonly #options: RunRecorderOptions;
  readonly #metrics: MetricsFile;
  #peakResidentBytes = 0;
  /** Step of the last line of the metrics, and of the last checkpoint. */
  #recorded: number;
  #saved: number;

  private constructor(options: RunRecorderOptions, metrics: MetricsFile) {
    this.#options = options;
    this.#metrics = metrics;
    this.#recorded = this.#saved = options.learner.steps;
  }

  /** Begins to record, or goes on after the steps that the learner has taken. @throws {DiskFullError} */
  static async open(options: RunRecorderOptions): Promise<RunRecorder> {
    const { run, learner } = options;
    return new RunRecorder(options, await MetricsFile.open(run.metrics, learner.steps));
  }

  /**
   * Records a step, and writes a checkpoint where one is due.
   *
   * @param losses The terms of the loss that the step has.
   * @throws {NonFiniteLossError} {DiskFullError}
   */
  async step(taken: TrainedStep<Merged>, losses: readonly LossName[]): Promise<void> {
    const { config, run, progress, totalSteps, epochSteps } = this.#options;
    this.clock.enter("data");
    requireFinite(taken, () => {
      const [newest] = listCheckpoints(run.checkpoints);
      const kept = newest === undefined ? "No checkpoint was written yet" : `${newest} is kept`;
      return `${kept}; start again with a lower learning rate.`;
    });
    const seconds = this.clock.finishStep(taken.batch.clips);
    const { step, ...line } = stepMetrics(taken, losses);
    const epoch = Math.floor(taken.step / epochSteps);
    this.#metrics.append({ kind: "step", step, epoch, ...line, seconds });
    this.#recorded = step;
    this.#noteMemory();
    const { loss, lossTerms, maskRates } = line;
    progress.step({ step, totalSteps, loss, lossTerms, maskRates, pace: this.clock.pace });
    if (step % config.checkpoint.everySteps === 0 || step === totalSteps) await this.save();
  }

  /** Writes a checkpoint. @throws {DiskFullError} */
  async save(): Promise<void> {
    const { config, run, learner, networks, videos, broken } = this.#options;
    const before = this.clock.enter("pause");
    await this.#metrics.sync();
    const position = checkpointState(config, {
      step: learner.steps,
      classes: [...videos.classes],
      videos: videos.hash,
      brokenVideos: broken.ids,
    });
    await learner.use((state) =>
      saveCheckpoint(run.checkpoints, position, stateToWrite(networks, state))
    );
    this.#saved = position.step;
    this.clock.enter(before);
  }

  /**
   * Keeps what was learned since the last checkpoint when an error ends the run, and tells how to go on.
   * Does nothing where the error says so itself: the disk is full, or there is nothing worth keeping.
   */
  async rescue(error: unknown): Promise<void> {
    if (error instanceof DiskFullError || error instanceof NonFiniteLossError) return;
    const { learner, progress, run } = this.#options;
    // A step that failed half way is not recorded, and may have left no readable weights.
    if (learner.steps > this.#saved && learner.steps === this.#recorded) {
      try {
        await this.save();
      } catch (failure) {
        progress.note(`no checkpoint could be written: ${failure}`);
      }
    }
    if (this.#saved === 0) return;
    const again = `deno task train --resume ${run.name}`;
    progress.note(`Kept what was learned up to step ${this.#saved}; go on with: ${again}`);
  }

  /** Records the scores at the end. @throws {DiskFullError} */
  async evaluation(results: ResultScores): Promise<void> {
    const scores = Object.fromEntries(
      Object.entries(results).map(([name, { top1, top5 }]) => [name, { top1, top5 }]),
    );
    this.#metrics.append({ kind: "evaluation", step: this.#recorded, scores });
    await this.#metrics.sync();
  }

  /** What the run has cost so far. */
  get costs(): RunCosts {
    this.#noteMemory();
    const { device, data } = this.clock.total;
    return {
      seconds: (performance.now() - this.#options.begun) / 1000,
      waitingShare: device > 0 ? data / (data + device) : 0,
      peakResidentBytes: this.#peakResidentBytes,
    };
  }

  #noteMemory(): void {
    this.#peakResidentBytes = Math.max(this.#peakResidentBytes, Deno.memoryUsage().rss);
  }

  [Symbol.dispose](): void {
    this.#metrics[Symbol.dispose]();
  }
}

import type { Learner } from "../../operators/mod.ts";
import { checkpointState, type ValidationState } from "../run/checkpoint_state.ts";
import { listCheckpoints } from "../run/list_checkpoints.ts";
import {
  type CheckpointContent,
  saveBestCheckpoint,
  saveCheckpoint,
} from "../run/save_checkpoint.ts";
import { stateToWrite } from "../run/state_to_write.ts";
import type { TrainingRun } from "./training_run.ts";

/** What is written, and what it is written with. */
interface CheckpointOptions {
  /** Holds the weights. */
  readonly learner: Learner;
  /** Scores on the validation videos so far. */
  readonly validation: ValidationState | undefined;
}

/** Writes the checkpoints of a run while it is trained. */
export class RunCheckpoints {
  readonly #training: TrainingRun;
  #savedSteps: number;

  /** @param training Has written its checkpoints up to the steps that its learner has taken. */
  constructor(training: TrainingRun) {
    this.#training = training;
    this.#savedSteps = training.learner.steps;
    training.workers.noteSaved(this.#savedSteps);
  }

  /** Steps done at the last checkpoint. */
  get savedSteps(): number {
    return this.#savedSteps;
  }

  /** Returns the path of the newest checkpoint; undefined before the first. */
  findNewest(): string | undefined {
    return listCheckpoints(this.#training.run.checkpoints)[0];
  }

  /**
   * Writes a checkpoint of the last step.
   *
   * @throws {DiskFullError} If the disk is full.
   */
  async save(validation: ValidationState | undefined): Promise<void> {
    const { run, learner, workers } = this.#training;
    // The others' notes are removed at the end; only of the best weights each needs its own.
    if (workers.isFirst) {
      await this.#write((content) => saveCheckpoint(run.checkpoints, content), {
        learner,
        validation,
      });
    }
    this.#savedSteps = learner.steps;
    if (workers.isFirst) workers.noteSaved(learner.steps);
  }

  /**
   * Writes a checkpoint of the best weights so far.
   *
   * @throws {DiskFullError} If the disk is full.
   */
  async saveBest(options: CheckpointOptions): Promise<void> {
    const { run } = this.#training;
    await this.#write((content) => saveBestCheckpoint(run.checkpoints, content), options);
  }

  async #write(
    write: (content: CheckpointContent) => Promise<unknown>,
    { learner, validation }: CheckpointOptions,
  ): Promise<void> {
    const { config, networks, videos, broken, workers, precision } = this.#training;
    const state = checkpointState(config, {
      step: learner.steps,
      classes: [...videos.classes],
      videos: videos.hash,
      brokenVideos: broken.ids,
      precision,
      ...(workers.areSeveral ? { workers: workers.group.size } : {}),
      ...(validation === undefined ? {} : { validation }),
    });
    await learner.use((trained) => write({ state, tensors: stateToWrite(networks, trained) }));
  }
}

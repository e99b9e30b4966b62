import { type CompiledNetworks, compileNetworks } from "../evaluation/clip_classifier.ts";
import { answerVideos } from "../evaluation/answer_videos.ts";
import type { ValidationState } from "../run/checkpoint_state.ts";
import type { ResultScores } from "../run/results.ts";
import { BrokenVideos } from "../videos/broken_videos.ts";
import { afterValidation } from "./after_validation.ts";
import type { TrainingRun } from "./training_run.ts";

/**
 * Scores the networks on the validation videos while they are trained. Nothing that it does changes
 * what is learned. Owns compiled functions: dispose it.
 */
export class Validator implements Disposable {
  readonly #training: TrainingRun;
  readonly #broken: BrokenVideos;
  readonly #compiled: CompiledNetworks;
  #state: ValidationState | undefined;

  /** Compiles the networks; they are traced at the first scores. Continues after earlier scores. */
  constructor(training: TrainingRun) {
    const { config, videos: { validation }, progress, networks } = training;
    this.#training = training;
    this.#state = training.validation;
    this.#compiled = compileNetworks(config, networks);
    this.#broken = new BrokenVideos({
      videos: validation,
      purpose: "validation videos",
      share: config.data.failureShare,
      notify: (line) => progress.note(line),
    });
  }

  /** Scores so far; undefined before the first. */
  get state(): ValidationState | undefined {
    return this.#state;
  }

  /** Whether the run ends before its last step, as its scores do not rise any more. */
  get stopsEarly(): boolean {
    const { learner, totalSteps, config: { evaluate: { patience } } } = this.#training;
    if (patience === undefined || this.#state === undefined) return false;
    return this.#state.withoutGain >= patience && learner.steps < totalSteps;
  }

  /** Whether the networks are to be scored after the steps taken so far, and have not been yet. */
  get isDue(): boolean {
    const { config: { evaluate: { everySteps } }, learner: { steps }, totalSteps } = this.#training;
    if (everySteps === undefined || steps === 0 || this.#state?.step === steps) return false;
    return steps % everySteps === 0 || steps === totalSteps;
  }

  /**
   * Scores the networks as they are now.
   *
   * @throws {unknown} If the signal is aborted: its reason.
   * @throws {Error} If too many of the videos are broken.
   */
  async score(): Promise<ResultScores> {
    const { config, videos: { classes, validation }, learner, progress } = this.#training;
    let done = 0;
    const describe = () => `validating ${done}/${validation.length}`;
    using _watch = progress.watch(describe);
    const { scores } = await learner.use((state) =>
      answerVideos(config, {
        ...this.#training,
        state,
        classes,
        videos: validation,
        broken: this.#broken,
        compiled: this.#compiled,
        onVideo(videos) {
          done = videos;
          progress.show(describe());
        },
      })
    );
    return scores;
  }

  /** Counts scores of the networks as they are now, once they are recorded; returns the state. */
  count(scores: ResultScores): ValidationState {
    this.#state = afterValidation(this.#state, { step: this.#training.learner.steps, scores });
    return this.#state;
  }

  /** Frees the compiled functions. */
  [Symbol.dispose](): void {
    this.#compiled[Symbol.dispose]();
  }
}

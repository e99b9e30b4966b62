import { type CompiledNetworks, compileNetworks } from "../evaluation/clip_classifier.ts";
import { answerVideos } from "../evaluation/answer_videos.ts";
import type { ResultScores } from "../run/results.ts";
import { BrokenVideos } from "../videos/broken_videos.ts";
import type { TrainingRun } from "./training_run.ts";

/**
 * Scores the networks on the validation videos while they are trained. Nothing that it does changes
 * what is learned. Owns compiled functions: dispose it.
 */
export class Validator implements Disposable {
  readonly #training: TrainingRun;
  readonly #broken: BrokenVideos;
  readonly #compiled: CompiledNetworks;

  /** Compiles the networks; they are traced at the first scores. */
  constructor(training: TrainingRun) {
    const { config, videos: { validation }, progress, networks } = training;
    this.#training = training;
    this.#compiled = compileNetworks(config, { networks, clips: config.evaluate.clips });
    this.#broken = new BrokenVideos({
      videos: validation,
      purpose: "validation videos",
      share: config.data.failureShare,
      notify: (line) => progress.note(line),
    });
  }

  /** Whether the networks are to be scored after a number of steps. */
  isDue(steps: number): boolean {
    const { config: { evaluate: { everySteps } }, totalSteps } = this.#training;
    if (everySteps === undefined || steps === 0) return false;
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

  /** Frees the compiled functions. */
  [Symbol.dispose](): void {
    this.#compiled[Symbol.dispose]();
  }
}

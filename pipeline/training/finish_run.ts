import { Learner } from "../../operators/mod.ts";
import { scoreVideos } from "../evaluation/score_videos.ts";
import { writeEvaluation } from "../evaluation/write_evaluation.ts";
import { describeBest } from "../run/describe_best.ts";
import { openBestCheckpoint } from "../run/open_best_checkpoint.ts";
import { readState } from "../run/read_state.ts";
import type { TrainResults } from "../run/results.ts";
import { saveNetworks } from "../run/save_networks.ts";
import { isInterrupt } from "./_is_interrupt.ts";
import { preciseBatchNorm } from "./precise_batch_norm.ts";
import type { RunRecorder } from "./run_recorder.ts";
import type { TrainingRun } from "./training_run.ts";

/** What {@linkcode finishRun} works with. */
export interface FinishRunOptions {
  readonly recorder: RunRecorder;
  /** Called before the networks are written and evaluated, when they are complete. */
  readonly onTrained: () => void;
}

/**
 * Finishes a run after its last step: takes the best weights if the run was scored on validation
 * videos, computes precise statistics of batch norm if they are configured, writes the networks'
 * weights, and evaluates them.
 *
 * @returns The results; undefined if the user stopped it, in which case the checkpoints are kept.
 */
export async function finishRun(
  training: TrainingRun,
  { recorder, onTrained }: FinishRunOptions,
): Promise<TrainResults | undefined> {
  const { config, progress, broken, loader, signal } = training;
  recorder.clock.enter("pause");
  progress.end();
  try {
    using best = await readBest(training, recorder);
    const chosen = best === undefined ? training : { ...training, learner: best };
    const { preciseBatches } = config.schedule;
    if (preciseBatches !== undefined) {
      await replaceStatistics(chosen, preciseBatches);
      // So that what is kept is what is evaluated.
      await recorder.replace(chosen.learner);
    }
    if (training.workers.isFirst) broken.summarize(loader.damaged);
    onTrained();
    return await evaluateRun(chosen, recorder);
  } catch (error) {
    if (!isInterrupt(error, signal)) throw error;
    return undefined;
  }
}

/**
 * Reads the best weights of a run that was scored; undefined if they are those of the last step, or
 * it was not.
 */
async function readBest(
  training: TrainingRun,
  { validation, stopsEarly }: RunRecorder,
): Promise<Learner | undefined> {
  const { run, networks, memory, learner, totalSteps, progress } = training;
  if (validation === undefined) return undefined;
  if (stopsEarly) {
    progress.note(
      `Ended after step ${learner.steps} of ${totalSteps}, as ${validation.withoutGain} scores in ` +
        "a row on the validation videos were no higher",
    );
  }
  progress.note(describeBest(validation));
  if (validation.best.step === learner.steps) return undefined;
  using checkpoint = await openBestCheckpoint(
    run.checkpoints,
    validation,
    ({ message }) => progress.note(`skipped: ${message}; using the last weights instead`),
  );
  if (checkpoint === undefined) return undefined;
  return new Learner(await readState(networks, checkpoint, { memory }), checkpoint.state.step);
}

/** Replaces the learner's statistics of batch norm by precise ones, over some batches. */
async function replaceStatistics(training: TrainingRun, batches: number): Promise<void> {
  const { config, learner, progress, workers } = training;
  const next = await learner.use((state) =>
    preciseBatchNorm(config, {
      ...training,
      state,
      batches,
      async onBatch(done) {
        progress.show(`precise batch norm ${done}/${batches}`);
        // Any of them may be stopped here, and all are then.
        await workers.exchange("", "precise batch norm");
      },
    })
  );
  progress.clear();
  learner.replace(next);
}

/** Writes the networks' weights into the run's folder, and scores them over the test videos. */
async function evaluateRun(training: TrainingRun, recorder: RunRecorder): Promise<TrainResults> {
  const { config, run, networks, learner, videos, workers } = training;
  return await learner.use(async (state) => {
    if (workers.isFirst) {
      const { classes } = videos;
      await saveNetworks(run, { networks, state, config, classes, steps: learner.steps });
    }
    const evaluation = await scoreVideos(config, { ...training, state });
    const { classes, scores } = evaluation;
    const predictions = workers.isFirst ? await writeEvaluation(run, evaluation) : undefined;
    await recorder.evaluation(scores);
    return { classes, scores, steps: learner.steps, predictions, run: recorder.costs };
  });
}

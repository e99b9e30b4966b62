import { scoreVideos } from "../evaluation/score_videos.ts";
import type { TrainResults } from "../run/results.ts";
import { saveNetworks } from "../run/save_networks.ts";
import { isInterrupt } from "./_is_interrupt.ts";
import { preciseBatchNorm } from "./precise_batch_norm.ts";
import type { RunRecorder } from "./run_recorder.ts";
import type { TrainingRun } from "./training_run.ts";

/**
 * Finishes a run after its last step: computes precise statistics of batch norm if they are
 * configured, writes the networks' weights, and evaluates them.
 *
 * @returns The results; undefined if the user stopped it, in which case the checkpoint is kept.
 */
export async function finishRun(
  training: TrainingRun,
  recorder: RunRecorder,
): Promise<TrainResults | undefined> {
  const { config, progress, broken, loader, signal } = training;
  recorder.clock.enter("pause");
  progress.end();
  try {
    const { preciseBatches } = config.schedule;
    if (preciseBatches !== undefined) {
      await replaceStatistics(training, preciseBatches);
      // Replaces the checkpoint of the last step, so that what is kept is what is evaluated.
      await recorder.save();
    }
    broken.summarize(loader.damaged);
    return await evaluateRun(training, recorder);
  } catch (error) {
    if (!isInterrupt(error, signal)) throw error;
    return undefined;
  }
}

/** Replaces the learner's statistics of batch norm by precise ones, over some batches. */
async function replaceStatistics(training: TrainingRun, batches: number): Promise<void> {
  const { config, learner, progress } = training;
  const next = await learner.use((state) =>
    preciseBatchNorm(config, {
      ...training,
      state,
      batches,
      onBatch: (done) => progress.show(`precise batch norm ${done}/${batches}`),
    })
  );
  progress.clear();
  learner.replace(next);
}

/** Writes the networks' weights into the run's folder, and scores them over the test videos. */
async function evaluateRun(training: TrainingRun, recorder: RunRecorder): Promise<TrainResults> {
  const { config, run, networks, learner, videos } = training;
  return await learner.use(async (state) => {
    await saveNetworks(run, { networks, state, config, classes: videos.classes });
    const scores = await scoreVideos(config, { ...training, state });
    await recorder.evaluation(scores);
    return { classes: videos.classes, scores, run: recorder.costs };
  });
}

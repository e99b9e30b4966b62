import { join } from "node:path";
import { locateFfmpeg } from "../../datasets/mod.ts";
import { createModel, loadWeights } from "../../models/mod.ts";
import { compileNetworks } from "../../pipeline/evaluation/clip_classifier.ts";
import { classifyVideos } from "../../pipeline/evaluation/classify_videos.ts";
import { WindowLoader } from "../../pipeline/videos/window_loader.ts";
import { mixedPrecision, tf, tidyTree } from "../../runtime/mod.ts";
import { stepFlop } from "../limit/step_flop.ts";
import { profileStep } from "../profile/profile_step.ts";
import type { MeasuredPass } from "./measured_pass.ts";
import { readCase } from "./prepare_case.ts";
import type { StepMode } from "./prepare_step.ts";
import { testConfig, testVideosOf } from "./test_videos.ts";

/**
 * Returns the test of a case's videos from their files to their probabilities, as `deno task
 * evaluate` computes them, with the loss that shows whether they are right. Nothing is known of the
 * videos, and nothing kept from pass to pass but what was compiled.
 */
export async function evaluationPass(folder: string, mode: StepMode): Promise<MeasuredPass> {
  const engineCase = await readCase(folder);
  const videos = testVideosOf(folder, engineCase);
  const model = createModel(engineCase.networks.primary);
  const weights = await loadWeights(join(folder, "primary.safetensors"), model);
  const plain = await testConfig(engineCase);
  const config = { ...plain, evaluate: { ...plain.evaluate, precision: mode.precision } };
  const { clips, crops } = config.evaluate;
  const { path: ffmpegPath } = await locateFfmpeg();
  const networks = { primary: model };
  const compiled = compileNetworks(config, networks);

  async function test(): Promise<number> {
    let loss = 0;
    await classifyVideos(config, {
      networks,
      compiled,
      videos,
      state: { primary: { ...weights, momentum: {} } },
      loader: new WindowLoader(config, { ffmpegPath, notify: () => {} }),
      onBroken(_, error) {
        throw error;
      },
      onClassified({ video, probabilities }) {
        loss -= Math.log(probabilities.primary[video.label!]!) / videos.length;
      },
      signal: new AbortController().signal,
    });
    return loss;
  }

  const size = engineCase.size;
  const views = videos.length * clips * crops;
  const blankViews = (count: number) =>
    tf.zeros<tf.Rank.R5>([count, engineCase.frames.primary, size, size, 3]);
  const answer = ({ clips }: { readonly clips: tf.Tensor5D }) =>
    tidyTree(() => ({ logits: model.forward({ ...weights, clips, training: false }).logits }));
  return {
    take: async () => ({ loss: await test(), free: () => {} }),
    flop: () => views * stepFlop(answer, { clips: blankViews(1) }),
    profile() {
      const measured = mode.precision === "bf16" ? mixedPrecision(answer) : answer;
      return profileStep(() => measured, { clips: blankViews(clips) });
    },
  };
}

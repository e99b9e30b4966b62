import { type Config, parseConfig } from "../config/config.ts";
import type { KeptVideo, KeptVideos } from "../run/kept_videos.ts";
import { readFinalStep } from "../run/read_final_step.ts";
import { keptSource } from "../videos/keep_videos.ts";
import { readContents } from "../videos/read_contents.ts";
import type { ChosenVideos } from "./choose_test_videos.ts";
import type { TrainedOptions } from "./open_trained.ts";
import { compareTests, type OtherTest } from "./compare_tests.ts";

/** What {@linkcode planEvaluation} works with. */
export interface PlanEvaluationOptions extends TrainedOptions {
  readonly videos: ChosenVideos;
  /** Step of the weights that are tested. */
  readonly step: number;
}

/** Which test it is. */
export interface EvaluationPlan {
  /** How it differs from the run's own test; undefined if it is that one. */
  readonly other: OtherTest | undefined;
  /** Its videos, to be kept with it. */
  readonly kept: KeptVideos;
}

/**
 * Finds out which test of a run is meant: that with which its training ends, or another one.
 *
 * @throws {RunFolderError} If a file of the run is broken.
 */
export async function planEvaluation(
  config: Config,
  { videos: { test, classes, source }, step, run, ...options }: PlanEvaluationOptions,
): Promise<EvaluationPlan> {
  const contents = await readContents(test, { source: config.data.source, ...options });
  const videos = test.map(({ id, label }, index): KeptVideo => ({
    part: "test",
    id,
    label,
    ...contents[index]!,
  }));
  const own = {
    config: parseConfig(await run.readConfig(), `of ${run.path}`),
    step: await readFinalStep(run),
    // A run of an earlier version, which keeps no list, is tested on no others.
    videos: (await run.readVideos())?.videos ?? videos,
  };
  return {
    other: compareTests({ config, step, videos, source }, own),
    kept: { data: keptSource(config), classes, videos },
  };
}

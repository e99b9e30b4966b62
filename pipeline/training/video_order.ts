import type { BatchShare, RatioTicketsOptions } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { Method } from "../methods/method.ts";
import { NoUnlabeledError } from "../videos/no_unlabeled_error.ts";
import type { VideoSet } from "../videos/video_set.ts";
import { tooFewUnlabeled } from "../workers/too_few_unlabeled.ts";

/** What {@linkcode videoOrder} orders. */
export interface VideoOrderOptions {
  readonly method: Pick<Method, "dual" | "unlabeled" | "losses" | "leastUnlabeled">;
  readonly videos: Pick<VideoSet, "labeled" | "unlabeled">;
  /**
   * Which of several workers takes its part of each step, and of how many.
   *
   * @default all is this process's
   */
  readonly worker?: Omit<BatchShare, "microBatches"> | undefined;
}

/**
 * Returns the order in which a run shows its videos.
 *
 * @throws {Error} If the method cannot train on them.
 */
export function videoOrder(
  config: Config,
  { method, videos, worker }: VideoOrderOptions,
): RatioTicketsOptions {
  const { labeledPerStep, unlabeledPerLabeled, accumulate } = config.schedule;
  const tooFew = tooFewUnlabeled(config, { method, size: worker?.size ?? 1 });
  if (tooFew !== undefined) {
    throw new Error(
      `Cannot train by ${config.method.name} as ${tooFew} (schedule.labeledPerStep ` +
        `${labeledPerStep} / schedule.accumulate ${accumulate} × schedule.unlabeledPerLabeled ` +
        `${unlabeledPerLabeled}); --method ${method.dual ? "cmpl" : "fixmatch"} trains without it`,
    );
  }
  if (method.unlabeled && videos.unlabeled.length === 0) {
    throw new NoUnlabeledError(config.method.name, videos.labeled);
  }
  return {
    labeled: videos.labeled,
    unlabeled: method.unlabeled ? videos.unlabeled : [],
    labeledPerBatch: labeledPerStep,
    ratio: method.unlabeled ? unlabeledPerLabeled : 0,
    seed: config.seed,
    share: worker && { ...worker, microBatches: accumulate },
  };
}

import { Credits, type RatioTicketsOptions } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { Method } from "../method/methods.ts";
import type { VideoSet } from "../videos/video_set.ts";

/** The order in which a run shows its videos. */
export function videoOrder(
  config: Config,
  { unlabeled, losses }: Pick<Method, "unlabeled" | "losses">,
  videos: VideoSet,
): RatioTicketsOptions {
  const { labeledPerStep, unlabeledPerLabeled, accumulate } = config.schedule;
  const contrasted = labeledPerStep / accumulate * unlabeledPerLabeled;
  if (losses.includes("contrast") && contrasted < 2) {
    throw new Error(
      `Cannot train by ${config.method.name} as each part of a step must hold at least 2 unlabeled ` +
        `clips to contrast: current value is ${contrasted} (schedule.labeledPerStep / ` +
        "schedule.accumulate × schedule.unlabeledPerLabeled)",
    );
  }
  if (unlabeled && videos.unlabeled.length === 0) {
    throw new Error(
      `Cannot train by ${config.method.name} as it must have unlabeled videos: current value is 0; ` +
        "keep fewer labels (data.labelsPerClass) or train by the method supervised",
    );
  }
  return {
    labeled: videos.labeled,
    unlabeled: unlabeled ? videos.unlabeled : [],
    labeledPerBatch: labeledPerStep,
    ratio: unlabeled ? unlabeledPerLabeled : 0,
    seed: config.seed,
  };
}

/** Two steps' worth by default, so that one is decoded while the other is on the device. */
export function creditsFor(
  config: Config,
  { labeledPerBatch, ratio }: RatioTicketsOptions,
): Credits {
  const perStep = labeledPerBatch * (1 + ratio);
  const { credits = 2 * perStep } = config;
  if (credits >= perStep) return new Credits(credits);
  throw new RangeError(
    `Cannot train as 'credits' must suffice for a step of ${perStep} clips: ` +
      `current value is ${credits}`,
  );
}

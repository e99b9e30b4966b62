import {
  type Clips,
  mapByName,
  mapNetworks,
  type RatioTicketsOptions,
  type StepInput,
  type StepTensors,
  type TrainingState,
} from "../../operators/mod.ts";
import { shapeOnly, type tf } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { clipsSeen } from "../methods/clips_seen.ts";
import { lossWeights } from "../methods/loss_weights.ts";
import type { Method } from "../methods/method.ts";
import { labeledClipsPerStep } from "./labeled_clips_per_step.ts";

/** What {@linkcode stepForm} makes the form of. */
export interface StepFormOptions {
  /** The state of the networks, whose tensors are part of the input. */
  readonly state: TrainingState;
  /** How many clips a step has. */
  readonly order: Pick<RatioTicketsOptions, "labeledPerBatch" | "ratio" | "share">;
  /** What its losses are, and the views that it looks at. */
  readonly method: Pick<Method, "dual" | "clips" | "optionalClips" | "weights" | "strong">;
}

/**
 * Returns an input of a training step, or of one micro-batch of it, whose clips have a shape but no
 * values: what a compiled step is prepared with before any video is decoded.
 */
export function stepForm(config: Config, { state, order, method }: StepFormOptions): StepInput {
  const labeled = labeledClipsPerStep(order) / config.schedule.accumulate;
  const unlabeled = labeled * order.ratio;
  const seen = clipsSeen(config, method);
  const { size } = config.clip;
  const clips = (count: number): Clips =>
    mapByName(seen, ({ frames }) => shapeOnly<tf.Rank.R5>([count, frames, size, size, 3]));
  const integers = (count: number) => shapeOnly<tf.Rank.R1>([count], "int32");
  const strong = method.strong === false ? {} : { strong: clips(unlabeled) };
  const views = unlabeled === 0 ? {} : { weak: clips(unlabeled), ...strong };
  const isIndexed = unlabeled > 0 && state.memory !== undefined;
  const batch: StepTensors = {
    labeled: clips(labeled),
    labels: integers(labeled),
    randomSeed: integers(2),
    ...views,
    ...isIndexed ? { videos: integers(unlabeled) } : {},
  };
  const number = () => shapeOnly<tf.Rank.R0>([]);
  return {
    state,
    batch,
    schedule: {
      learningRate: mapNetworks(state, number),
      weights: Object.fromEntries(
        Object.keys(lossWeights(method, config.method)).map((name) => [name, number()]),
      ),
    },
  };
}

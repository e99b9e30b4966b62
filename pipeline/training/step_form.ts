import {
  mapNetworks,
  type PerNetwork,
  type RatioTicketsOptions,
  type StepInput,
  type StepTensors,
  type TrainingState,
} from "../../operators/mod.ts";
import { shapeOnly, type tf } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";

/** What {@linkcode stepForm} makes the form of. */
export interface StepFormOptions {
  /** The state of the networks, whose tensors are part of the input. */
  readonly state: TrainingState;
  /** How many clips a step has. */
  readonly order: Pick<RatioTicketsOptions, "labeledPerBatch" | "ratio">;
}

/**
 * Returns an input of a training step, or of one micro-batch of it, whose clips have a shape but no
 * values: what a compiled step is prepared with before any video is decoded.
 */
export function stepForm(config: Config, { state, order }: StepFormOptions): StepInput {
  const labeled = order.labeledPerBatch / config.schedule.accumulate;
  const unlabeled = labeled * order.ratio;
  const clips = (count: number) => clipsForm(config, count);
  const views = unlabeled === 0 ? {} : { weak: clips(unlabeled), strong: clips(unlabeled) };
  const batch: StepTensors = {
    labeled: clips(labeled),
    labels: shapeOnly<tf.Rank.R1>([labeled], "int32"),
    randomSeed: shapeOnly<tf.Rank.R1>([2], "int32"),
    ...views,
  };
  const number = () => shapeOnly<tf.Rank.R0>([]);
  return {
    state,
    batch,
    schedule: {
      learningRate: mapNetworks(state, number),
      pseudoLabelWeight: number(),
      contrastWeight: number(),
    },
  };
}

/** Single-network methods get the clips of both networks too. */
function clipsForm({ clip }: Config, count: number): Required<PerNetwork<tf.Tensor5D>> {
  const form = (frames: number) => shapeOnly<tf.Rank.R5>([count, frames, clip.size, clip.size, 3]);
  return { primary: form(clip.primary.frames), auxiliary: form(clip.auxiliary.frames) };
}

import { tf, tidyTree } from "../../runtime/mod.ts";
import type { Model, ModelConfig } from "../../models/mod.ts";
import { mapByName } from "../by_name.ts";
import { drawsFor } from "../draws_for.ts";
import type { Clips, StepTensors } from "../device/step_batch.ts";
import type { NetworkState } from "./network_state.ts";
import { mapNetworks, type PerNetwork } from "./per_network.ts";
import type { StepInput } from "./step_input.ts";

/** Options of {@linkcode noiseStep}. */
export interface NoiseStepOptions {
  /**
   * Labeled clips.
   *
   * @default 1
   */
  readonly labeled?: number | undefined;
  /**
   * Unlabeled clips; 0 for training on labels alone.
   *
   * @default 2
   */
  readonly unlabeled?: number | undefined;
  /**
   * Height and width of the clips of a ResNet, in pixels. A TimeSformer has its own.
   *
   * @default 8
   */
  readonly size?: number | undefined;
  /**
   * Frames of the clips of a ResNet. A TimeSformer has its own.
   *
   * @default 2
   */
  readonly frames?: number | undefined;
  /**
   * Further clips by name, with their numbers of frames; their size is that of the primary network's.
   *
   * @default one clip for each network, of its name
   */
  readonly clips?: Readonly<Record<string, number>> | undefined;
  /**
   * Seed of the noise and of the initial weights.
   *
   * @default 0
   */
  readonly seed?: number | undefined;
}

const MAX_INT32 = 2 ** 31 - 1;

/**
 * Returns the input of a training step on clips of noise, with networks at their initial weights,
 * to try, test or time operators and methods of your own without videos.
 *
 * The labels are 0, 1, 2, … and start again after the last class; the learning rates are 0.1 and
 * the loss weights 1.
 *
 * @returns Tensors that are the caller's to dispose.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { noiseStep, tinyNetworks } from "@actnetformer/deno/operators";
 * import { disposeTree, startTensorFlow } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const step = noiseStep(tinyNetworks(), { labeled: 1, unlabeled: 5 });
 * assert.deepEqual(step.batch.weak!.auxiliary!.shape, [5, 2, 8, 8, 3]);
 * disposeTree(step);
 * ```
 */
export function noiseStep(
  networks: PerNetwork<Model>,
  options: NoiseStepOptions = {},
): StepInput {
  const { labeled = 1, unlabeled = 2, seed = 0 } = options;
  const views = unlabeled === 0 ? {} : {
    weak: noiseClips(networks, unlabeled, { ...options, view: "weak" }),
    strong: noiseClips(networks, unlabeled, { ...options, view: "strong" }),
  };
  const { classes } = networks.primary.config;
  const labels = Array.from({ length: labeled }, (_, index) => index % classes);
  return {
    state: mapNetworks(networks, (model) => initialState(model, seed)),
    batch: {
      labeled: noiseClips(networks, labeled, { ...options, view: "labeled" }),
      labels: tf.tensor1d(labels, "int32"),
      randomSeed: noiseSeed(seed),
      ...views,
    },
    schedule: {
      learningRate: mapNetworks(networks, () => tf.scalar(0.1)),
      weights: { pseudoLabel: tf.scalar(1), contrast: tf.scalar(1) },
    },
  };
}

/** Returns a seed of dropout; the parts of an accumulated step count on from it. */
function noiseSeed(seed: number): tf.Tensor1D {
  const draws = drawsFor({ seed, phase: 0, epoch: 0, video: "", view: "step" });
  return tf.tensor1d([draws.integer(0, MAX_INT32), draws.integer(0, MAX_INT32)], "int32");
}

function initialState(model: Model, seed: number): NetworkState {
  const state = model.initialize(seed);
  const zeros = Object.entries(state.parameters)
    .map(([name, parameter]) => [name, tf.zerosLike(parameter)] as const);
  return { ...state, momentum: Object.fromEntries(zeros) };
}

function noiseClips(
  networks: PerNetwork<Model>,
  clips: number,
  { seed = 0, view, ...options }: NoiseStepOptions & { readonly view: keyof StepTensors },
): Clips {
  const primary = clipSize(networks.primary.config, options);
  const others = Object.entries(options.clips ?? {})
    .map(([name, frames]) => [name, { ...primary, frames }] as const);
  const sizes = {
    ...mapNetworks(networks, ({ config }) => clipSize(config, options)),
    ...Object.fromEntries(others),
  };
  return mapByName<ClipSize, tf.Tensor5D>(sizes, ({ frames, size }, name) => {
    const shape = [clips, frames, size, size, 3] as [number, number, number, number, number];
    const draws = drawsFor({ seed, phase: 0, epoch: 0, video: name, view });
    // Not 0, which tfjs takes for no seed at all.
    const clipSeed = draws.integer(1, MAX_INT32);
    return tidyTree(() => tf.randomNormal<tf.Rank.R5>(shape, 0, 1, "float32", clipSeed));
  });
}

/** Frames of a clip, and their height and width in pixels. */
interface ClipSize {
  readonly frames: number;
  readonly size: number;
}

function clipSize(
  config: ModelConfig,
  { size = 8, frames = 2 }: NoiseStepOptions,
): ClipSize {
  if (config.kind === "timesformer") return { size: config.size, frames: config.frames };
  return { size, frames };
}

import { decayedBySpec, type Model, sgd } from "../../models/mod.ts";
import { pipe } from "rxjs";
import {
  confidenceGate,
  dualForward,
  type Merged,
  mergeLosses,
  type NetworkState,
  type StepTensors,
  tinyNetworks,
  type TrainingStepOptions,
} from "../../operators/mod.ts";
import { tf } from "../../runtime/mod.ts";
import { drawNormal } from "../_draw_normal.ts";

const NETWORKS = tinyNetworks(4);

/** A ResNet of a few thousand parameters. */
export const PRIMARY: Model = NETWORKS.primary;

/** A TimeSformer for clips `[2, 8, 8, 3]`. */
export const AUXILIARY: Model = NETWORKS.auxiliary;

/** SGD with the paper's settings. */
export function optimizerOf(model: Model) {
  const isDecayed = decayedBySpec(model.parameters);
  return sgd({ momentum: 0.9, weightDecay: 0.001, isDecayed });
}

/** A fresh state, the caller's to dispose. */
export function initialState(model: Model): NetworkState {
  const state = model.initialize(0);
  return { ...state, momentum: optimizerOf(model).initialize(state.parameters) };
}

/** Clips of noise for one labeled and two unlabeled videos, the caller's to dispose. */
export function noise(seed: number): Required<StepTensors> {
  const pair = (batch: number, offset: number) => ({
    primary: drawNormal<tf.Rank.R5>([batch, 3, 8, 8, 3], seed + offset),
    auxiliary: drawNormal<tf.Rank.R5>([batch, 2, 8, 8, 3], seed + offset),
  });
  return {
    labeled: pair(1, 1),
    labels: tf.tensor1d([seed % 4], "int32"),
    weak: pair(2, 2),
    strong: pair(2, 3),
    videos: tf.tensor1d([2, 0], "int32"),
    randomSeed: tf.tensor1d([seed, 7], "int32"),
  };
}

/** The schedule of a step of both networks. */
export function scheduleOf(learningRate = 0.1, weight = 2) {
  return {
    learningRate: { primary: tf.scalar(learningRate), auxiliary: tf.scalar(learningRate) },
    weights: { pseudoLabel: tf.scalar(weight), contrast: tf.scalar(weight) },
  };
}

/**
 * The whole method on both networks, whose pseudo-labels count from a confidence of `threshold`.
 */
export function actNetFormer(threshold: number): TrainingStepOptions<Merged> {
  return {
    pipeline: pipe(
      dualForward({ primary: PRIMARY, auxiliary: AUXILIARY }),
      confidenceGate({ threshold }),
      mergeLosses({ contrast: { temperature: 0.5 } }),
    ),
    optimizer: { primary: optimizerOf(PRIMARY), auxiliary: optimizerOf(AUXILIARY) },
    maxGradientNorm: 40,
  };
}

/** The tensors of a batch, for steps whose pipeline does not read it. */
export function emptyBatch(): StepTensors {
  return {
    labeled: { primary: tf.zeros([1, 1, 1, 1, 3]) },
    labels: tf.tensor1d([0], "int32"),
    randomSeed: tf.tensor1d([0, 0], "int32"),
  };
}

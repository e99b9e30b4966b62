import type { Model, Parameters, ParameterSpec } from "../../../models/mod.ts";
import {
  type ByName,
  drawsFor,
  mapByName,
  mapNetworks,
  type NetworkState,
  type PerNetwork,
  type StepInput,
  tinyNetworks,
} from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import type { Matrix } from "./_plain.ts";

/** Number of classes of the networks. */
export const CLASSES = 3;

/** Values of a clip: 2 frames of one pixel. */
const FEATURES = 6;

const LABELED = 2;
const UNLABELED = 4;

/** Labels of the labeled clips. */
export const LABELS = [2, 0];

/** Which videos the unlabeled clips show, of 7. */
export const VIDEOS = [5, 0, 3, 1];

/** The weights of a network, each [values of a clip, outputs]. */
export interface Weights {
  readonly fc: Matrix;
  readonly head: Matrix;
}

/** A step as numbers: what an independent computation of its loss takes. */
export interface PlainStep {
  /** The clips by view and name, as rows. */
  readonly clips: Readonly<Record<"labeled" | "weak" | "strong", Readonly<Record<string, Matrix>>>>;
  /** The weights that the loss is differentiated by. */
  readonly now: Readonly<Record<string, Weights>>;
  /** The same weights where no gradient flows. */
  readonly fixed: Readonly<Record<string, Weights>>;
  /** Their moving averages. */
  readonly averages: Readonly<Record<string, Weights>>;
}

/** Computes the terms of a loss, by name. */
export type PlainTerms = (step: PlainStep) => Readonly<Record<string, number>>;

const NETWORKS = ["primary", "auxiliary"] as const;
const HEAD = "contrast_head.0.weight";
const VIEWS = { labeled: LABELED, weak: UNLABELED, strong: UNLABELED } as const;

/** Random numbers from -1 to 1. */
function noise(rows: number, columns: number, key: string): Matrix {
  const draws = drawsFor({ seed: 3, phase: 0, epoch: 0, video: key, view: "noise" });
  const value = () => draws.integer(-1000, 1000) / 1000;
  return Array.from({ length: rows }, () => Array.from({ length: columns }, value));
}

/** A network without anything but its classifier, and a head: linear in the values of a clip. */
export function linearNetwork(head: number): Model {
  const spec = (name: string, outputs: number): ParameterSpec => ({
    name,
    shape: [FEATURES, outputs],
    layout: "same",
    initial: { kind: "constant", value: 0 },
    decayed: true,
  });
  return {
    ...tinyNetworks(CLASSES).primary,
    parameters: [spec("fc", CLASSES), ...head === 0 ? [] : [spec(HEAD, head)]],
    statistics: [],
    forward({ parameters, statistics, clips }) {
      const rows = tf.reshape<tf.Rank.R2>(clips, [clips.shape[0], FEATURES]);
      const logits = tf.matMul<tf.Tensor2D>(rows, parameters["fc"]!);
      const output = { logits, features: rows, statistics };
      if (head === 0) return output;
      return { ...output, projection: tf.matMul<tf.Tensor2D>(rows, parameters[HEAD]!) };
    },
  };
}

/** Draws a step with clips of these names. */
export function plainStep(clips: readonly string[], head: number): PlainStep {
  const named = (rows: number, view: string) =>
    Object.fromEntries(clips.map((clip) => [clip, noise(rows, FEATURES, `${view} ${clip}`)]));
  const weights = (kind: string) =>
    Object.fromEntries(NETWORKS.map((network) => [network, {
      fc: noise(FEATURES, CLASSES, `${kind} fc ${network}`),
      head: noise(FEATURES, head, `${kind} head ${network}`),
    }]));
  const views = Object.entries(VIEWS).map(([view, rows]) => [view, named(rows, view)]);
  const now = weights("now");
  return {
    clips: Object.fromEntries(views),
    now,
    fixed: now,
    averages: weights("average"),
  };
}

function stateOf({ now, averages }: PlainStep, network: string, head: number): NetworkState {
  const tensors = ({ fc, head: rows }: Weights): Parameters => ({
    fc: tensorOf(fc),
    ...head === 0 ? {} : { [HEAD]: tensorOf(rows) },
  });
  const parameters = tensors(now[network]!);
  const momentum = mapTensors(parameters, (tensor) => tf.zerosLike(tensor));
  return { parameters, statistics: {}, momentum, ema: tensors(averages[network]!) };
}

function tensorOf(matrix: Matrix): tf.Tensor2D {
  return tf.tensor2d(matrix.map((row) => [...row]));
}

function mapTensors(tensors: Parameters, change: (tensor: tf.Tensor) => tf.Tensor): Parameters {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, change(tensor)]),
  );
}

/** What a step has besides its clips and networks. */
export interface InputOptions {
  /** What the method remembers. */
  readonly memory?: (() => Parameters) | undefined;
  /** Outputs of the projection heads; none if 0. */
  readonly head?: number | undefined;
  /** Weights of the loss terms. */
  readonly weights: Readonly<Record<string, number>>;
}

/** The same step as tensors. */
export function inputOf(
  step: PlainStep,
  networks: PerNetwork<Model>,
  { memory, head = 0, weights }: InputOptions,
): StepInput {
  const clips = (view: keyof PlainStep["clips"]) =>
    mapByName(
      step.clips[view] as ByName<Matrix>,
      (rows) => tf.tensor(rows.flat(), [rows.length, 2, 1, 1, 3]) as tf.Tensor5D,
    );
  const state = mapNetworks(networks, (_, network) => stateOf(step, network, head));
  return {
    state: memory === undefined ? state : { ...state, memory: memory() },
    batch: {
      labeled: clips("labeled"),
      labels: tf.tensor1d(LABELS, "int32"),
      weak: clips("weak"),
      strong: clips("strong"),
      videos: tf.tensor1d(VIDEOS, "int32"),
      randomSeed: tf.tensor1d([1, 2], "int32"),
    },
    schedule: {
      learningRate: mapNetworks(networks, () => tf.scalar(0.1)),
      weights: Object.fromEntries(
        Object.entries(weights).map(([name, weight]) => [name, tf.scalar(weight)]),
      ),
    },
  };
}

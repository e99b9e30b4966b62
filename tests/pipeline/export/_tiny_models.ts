import { join } from "node:path";
import type { Model, ModelState } from "../../../models/mod.ts";
import { networksOf, normalizeLevels } from "../../../operators/mod.ts";
import { type Config, loadConfig } from "../../../pipeline/config/config.ts";
import { describeModel } from "../../../pipeline/export/describe_model.ts";
import type { RunModel } from "../../../pipeline/export/run_model.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import type { AnsweringNetwork } from "../../../pipeline/prediction/answer_by.ts";
import { disposeTree, tf, tidyTree } from "../../../runtime/mod.ts";

/** Clips of a batch. */
export const BATCH = 3;

const CLASSES = ["fall", "jump", "walk"];

/** Bottlenecks with all that the basic blocks of the built-in preset lack. */
const BOTTLENECK = {
  kind: "slow-resnet",
  block: "bottleneck",
  width: 4,
  stemKernel: 7,
  stemStride: 2,
  stemPool: true,
  depths: [1, 2, 1],
  temporalKernels: [1, 1, 3],
  spatialStrides: [1, 2, 2],
  dropout: 0.5,
} as const;

/** Chosen frames, and steps in frames of convolutions over one pixel. */
export const SLOWFAST = {
  kind: "slowfast-resnet",
  block: "bottleneck",
  width: 4,
  stemKernel: 5,
  stemStride: 2,
  stemPool: true,
  depths: [1, 1],
  frameRatio: 4,
  channelRatio: 2,
  fusionKernel: 5,
  slowKernels: [1, 3],
  fastKernels: [3, 3],
  spatialStrides: [1, 2],
  dropout: 0.5,
} as const;

/** Steps in frames of full kernels, over even and odd numbers of them, and a pool that leaves one. */
const R3D = {
  kind: "r3d-resnet",
  width: 4,
  stemKernel: 5,
  stemStride: 2,
  stemPool: true,
  depths: [1, 2, 1],
  spatialStrides: [1, 2, 1],
  temporalStrides: [1, 2, 2],
  temporalPool: true,
  dropout: 0.5,
} as const;

/** Channels that come from other frames. */
const TSM = {
  kind: "tsm-resnet",
  width: 8,
  stemKernel: 5,
  stemStride: 2,
  stemPool: true,
  depths: [1, 1],
  spatialStrides: [1, 2],
  shiftDivisor: 8,
  shiftIdentity: false,
  dropout: 0.5,
} as const;

/** Residual networks of all kinds beside a small transformer, and a published one at its size. */
const KINDS = {
  basic: [],
  bottleneck: [{ path: "primary", value: BOTTLENECK }],
  slowfast: [
    { path: "primary", value: SLOWFAST },
    { path: "clip.primary.frames", value: 8 },
  ],
  r3d: [
    { path: "primary", value: R3D },
    { path: "clip.primary.frames", value: 13 },
  ],
  tsm: [{ path: "primary", value: TSM }],
  slow_r50: [
    { path: "primary", value: "slow_r50" },
    { path: "clip.size", value: 224 },
    { path: "clip.decodeShortSide", value: 224 },
    { path: "clip.primary.frames", value: 8 },
  ],
} as const;

/** The small ones. */
export const SMALL_KINDS = ["basic", "bottleneck", "slowfast", "r3d", "tsm"] as const;

/** Each small network, alone and beside another one. */
export const SMALL_CASES = SMALL_KINDS.flatMap((kind) => {
  const answers = kind === "basic"
    ? ["primary", "auxiliary", "both"] as const
    : ["primary"] as const;
  return answers.map((answer) => ({ kind, answer }));
});

/** A small model with random weights and statistics, and its configuration. Dispose the model. */
export interface TinyModel {
  readonly config: Config;
  readonly model: RunModel;
}

/** Makes a model as of a run; each network normalizes its clips in its own way. */
export async function tinyModel(
  kind: keyof typeof KINDS,
  answer: AnsweringNetwork,
): Promise<TinyModel> {
  const { config } = await loadConfig("motion_small", [
    ...KINDS[kind],
    {
      path: "clip.auxiliary.normalization",
      value: { mean: [0.4, 0.45, 0.5], std: [0.2, 0.225, 0.3] },
    },
  ]);
  const pair = createNetworks(config, { dual: true, classes: CLASSES.length });
  const networks = networksOf(pair).filter((role) => answer === "both" || role === answer)
    .map((role) => ({ role, model: pair[role]!, state: randomState(pair[role]!) }));
  const run = { name: "first", step: 7, checkpoint: "0".repeat(64), videos: "a".repeat(12) };
  const facts = await describeModel(config, { answer, networks, run, classes: CLASSES });
  const free = () => disposeTree(networks.map(({ state }) => state));
  return { config, model: { facts, networks, [Symbol.dispose]: free } };
}

/** Returns a state without the zeros and ones of a fresh network, which would hide what is wrong. */
function randomState(model: Model): ModelState {
  let seed = 1;
  const noisy = (tensors: ModelState["parameters"]) =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]) => {
        const noise = tf.randomUniform(tensor.shape, -0.1, 0.1, "float32", seed++);
        return [name, tf.add(tensor, noise)];
      }),
    );
  return tidyTree(() => {
    const { parameters, statistics } = model.initialize(1);
    return { parameters: noisy(parameters), statistics: noisy(statistics) };
  });
}

/** What others must compute. */
export interface Expected {
  /** For each input the file of its values, little-endian float32, and its shape. */
  readonly inputs: Record<string, { readonly file: string; readonly shape: readonly number[] }>;
  /** Values of each output. */
  readonly outputs: Record<string, readonly number[][]>;
}

/** Writes a batch of random levels for each input into a folder, and computes the outputs. */
export async function expectOutputs(folder: string, { facts, networks }: RunModel) {
  const expected: Expected = { inputs: {}, outputs: {} };
  const probabilities: tf.Tensor[] = [];
  for (const [index, { name, shape: [, ...extents], normalization }] of facts.inputs.entries()) {
    const shape = [BATCH, ...extents] as [number, number, number, number, number];
    const levels = tf.randomUniform<tf.Rank.R5>(shape, 0, 255, "float32", index);
    const file = join(folder, `${name}.bin`);
    await Deno.writeFile(file, new Uint8Array((await levels.data()).buffer as ArrayBuffer));
    expected.inputs[name] = { file, shape };
    const { model, state } = networks[index]!;
    const logits = tf.tidy(() => {
      const clips = normalizeLevels(levels, normalization);
      return model.forward({ ...state, clips, training: false }).logits;
    });
    expected.outputs[facts.outputs[index]!] = await logits.array();
    probabilities.push(tf.softmax(logits));
    tf.dispose([levels, logits]);
  }
  const mean = tf.tidy(() => tf.mean<tf.Tensor2D>(tf.stack(probabilities), 0));
  expected.outputs["probabilities"] = await mean.array();
  tf.dispose([mean, ...probabilities]);
  return expected;
}

import { createModel, type ParameterSpec, supervisedLoss } from "../../models/mod.ts";
import type { SlowResNetConfig } from "../../models/mod.ts";
import { fromOfficial, officialShape, toOfficial } from "../../models/weights/official_layout.ts";
import { compile, disposeTree, tf } from "../../runtime/mod.ts";
import { gradientsOf } from "./_reference.ts";

/** What tests/fixtures/full_size/make.py recorded of one network. */
interface FullSizeCase {
  readonly network: SlowResNetConfig;
  /** [batch, frames, height, width, 3] */
  readonly clips: [number, number, number, number, number];
  /** The loss in float64. */
  readonly loss: number;
  /** By parameter. */
  readonly gradients: Readonly<Record<string, RecordedGradient>>;
}

interface RecordedGradient {
  /** Root mean square of the float64 gradient. */
  readonly rms: number;
  /** Some of its values. */
  readonly values: readonly number[];
  /** Root mean square of the errors of PyTorch's float32 in them, divided by `rms`. */
  readonly floor: number;
}

/** How far float32 gradients are from PyTorch's float64 ones. */
export interface FullSizeErrors {
  /** Relative error of the loss. */
  readonly loss: number;
  /** Median over the parameters of the relative error of a gradient. */
  readonly median: number;
  /** Our errors divided by those of PyTorch's float32: the geometric mean over the parameters. */
  readonly timesFloor: number;
}

const CLIPS_STREAM = 1000;
const SAMPLES_STREAM = 2000;

/** Computes the gradients of the case `name` of tests/fixtures/full_size, and their errors. */
export async function fullSizeErrors(name: string): Promise<FullSizeErrors> {
  const path = new URL(`../fixtures/full_size/${name}.json`, import.meta.url);
  const recorded: FullSizeCase = JSON.parse(await Deno.readTextFile(path));
  const model = createModel(recorded.network);
  const { statistics, parameters: initial } = model.initialize(0);
  disposeTree(initial);
  const specs = model.parameters.toSorted((a, b) => a.name < b.name ? -1 : 1);
  const parameters = Object.fromEntries(
    specs.map((spec, stream) => [spec.name, drawn(spec, stream)]),
  );
  const [count] = recorded.clips;
  const clips = tf.tensor5d(drawnClips(recorded.clips), recorded.clips);
  const labels = tf.tensor1d(
    Array.from({ length: count }, (_, index) => index % recorded.network.classes),
    "int32",
  );
  const inputs = { parameters, statistics, clips, labels };
  using step = compile(({ parameters, statistics, clips, labels }: typeof inputs) => {
    const loss = () =>
      supervisedLoss(
        model.forward({ parameters, statistics, clips, training: true }).logits,
        labels,
      );
    return { gradients: gradientsOf(parameters, loss), loss: loss() };
  });
  const { gradients, loss } = await step(inputs);
  const errors = specs.map((spec, stream) => {
    const { rms, values, floor } = recorded.gradients[spec.name]!;
    const gradient = gradients[spec.name]!.dataSync<"float32">().slice();
    const official = toOfficial(spec, gradient);
    const differences = values.map((value, sample) => {
      const position = Math.floor(uniform(sample, SAMPLES_STREAM + stream) * official.length);
      return (official[position]! - value) / rms;
    });
    return { error: rootMeanSquare(differences), floor };
  });
  const lossError = Math.abs(loss.dataSync()[0]! - recorded.loss) / recorded.loss;
  disposeTree([inputs, gradients, loss]);
  if (Deno.env.get("FS")) {
    errors.forEach((e, i) =>
      console.log(
        specs[i]!.name,
        e.error.toExponential(2),
        e.floor.toExponential(2),
        (e.error / e.floor).toFixed(2),
      )
    );
  }
  const logRatios = errors.map(({ error, floor }) => Math.log(error / floor));
  return {
    loss: lossError,
    median: errors.map(({ error }) => error).sort((a, b) => a - b)[errors.length >> 1]!,
    timesFloor: Math.exp(logRatios.reduce((sum, ratio) => sum + ratio, 0) / errors.length),
  };
}

/** The draw of make.py for a parameter. */
function drawn(spec: ParameterSpec, stream: number): tf.Tensor {
  const shape = officialShape(spec);
  const bound = Math.sqrt(6 / (size(shape) / shape[1]!));
  const draw = shape.length > 1
    ? (u: number) => (2 * u - 1) * bound
    : spec.name.endsWith("norm_c.weight")
    ? (u: number) => 0.1 + 0.2 * u
    : spec.name.endsWith("weight")
    ? (u: number) => 0.75 + 0.5 * u
    : (u: number) => 0.2 * u - 0.1;
  return tf.tensor(fromOfficial(spec, values(shape, stream, draw)), [...spec.shape]);
}

/** Noise of three grains: pixels, eighths of a frame, whole frames. */
function drawnClips([batch, frames, height, width, channels]: FullSizeCase["clips"]): Float32Array {
  const sums = new Float64Array(batch * frames * height * width * channels);
  for (const [stream, grain] of [1, Math.floor(height / 8), height].entries()) {
    const columns = Math.floor(width / grain);
    const cells = Math.floor(height / grain) * columns;
    let index = 0;
    for (let frame = 0; frame < batch * frames; frame++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const cell = Math.floor(y / grain) * columns + Math.floor(x / grain);
          for (let channel = 0; channel < channels; channel++) {
            const noise = (frame * cells + cell) * channels + channel;
            sums[index++]! += 2 * uniform(noise, CLIPS_STREAM + stream) - 1;
          }
        }
      }
    }
  }
  return Float32Array.from(sums);
}

function values(
  shape: readonly number[],
  stream: number,
  draw: (uniform: number) => number,
): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: size(shape) }, (_, index) => draw(uniform(index, stream)));
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** MurmurHash3's finalizer of index and stream, from 0 to 1. */
function uniform(index: number, stream: number): number {
  let hash = index + Math.imul(stream, 0x9E3779B9) | 0;
  hash = Math.imul(hash ^ hash >>> 16, 0x85EBCA6B);
  hash = Math.imul(hash ^ hash >>> 13, 0xC2B2AE35);
  return ((hash ^ hash >>> 16) >>> 0) / 2 ** 32;
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

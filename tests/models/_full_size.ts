import {
  createModel,
  type Model,
  type ModelConfig,
  type ParameterSpec,
  supervisedLoss,
} from "../../models/mod.ts";
import { fromOfficial, officialShape, toOfficial } from "../../models/weights/official_layout.ts";
import { compile, disposeTree, tf } from "../../runtime/mod.ts";

/** What tests/fixtures/full_size/make.py recorded of one network. */
interface FullSizeCase {
  readonly network: ModelConfig;
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
  const specs = model.parameters.toSorted((a, b) => a.name < b.name ? -1 : 1);
  const { loss, gradients } = await trainingPass(model, specs, recorded);
  const errors = specs.map((spec, stream) => {
    const { rms, values, floor } = recorded.gradients[spec.name]!;
    const gradient = toOfficial(spec, gradients[stream]!.dataSync<"float32">().slice());
    const differences = values.map((value, sample) => {
      const position = Math.floor(uniform(sample, SAMPLES_STREAM + stream) * gradient.length);
      return (gradient[position]! - value) / rms;
    });
    return { error: rootMeanSquare(differences), floor };
  });
  const [actualLoss = NaN] = loss.dataSync();
  disposeTree([loss, gradients]);
  const logRatios = errors.map(({ error, floor }) => Math.log(error / floor));
  return {
    loss: Math.abs(actualLoss - recorded.loss) / recorded.loss,
    median: errors.map(({ error }) => error).sort((a, b) => a - b)[errors.length >> 1]!,
    timesFloor: Math.exp(logRatios.reduce((sum, ratio) => sum + ratio, 0) / errors.length),
  };
}

/** Computes the loss, and its gradients in the order of `specs`. */
async function trainingPass(
  model: Model,
  specs: readonly ParameterSpec[],
  recorded: FullSizeCase,
): Promise<{ readonly loss: tf.Tensor; readonly gradients: tf.Tensor[] }> {
  const { statistics, parameters: unused } = model.initialize(0);
  disposeTree(unused);
  const labels = Array.from(
    { length: recorded.clips[0] },
    (_, index) => index % recorded.network.classes,
  );
  const inputs = {
    statistics,
    parameters: specs.map(drawn),
    clips: tf.tensor5d(drawnClips(recorded.clips), recorded.clips),
    labels: tf.tensor1d(labels, "int32"),
  };
  using step = compile(({ statistics, parameters, clips, labels }: typeof inputs) => {
    const lossOf = (...parameters: tf.Tensor[]) => {
      const named = Object.fromEntries(specs.map(({ name }, index) => [name, parameters[index]!]));
      const input = { parameters: named, statistics, clips, training: true };
      return supervisedLoss(model.forward(input).logits, labels);
    };
    const { value: loss, grads: gradients } = tf.valueAndGrads(lossOf)(parameters);
    return { loss, gradients };
  });
  const result = await step(inputs);
  disposeTree(inputs);
  return result;
}

/** The draw of make.py for a parameter. */
function drawn(spec: ParameterSpec, stream: number): tf.Tensor {
  const shape = officialShape(spec);
  const [start, range] = rangeOf(spec.name, shape);
  const values = Float32Array.from(
    { length: size(shape) },
    (_, index) => start + range * uniform(index, stream),
  );
  return tf.tensor(fromOfficial(spec, values), [...spec.shape]);
}

/** Start and length of the range that a parameter is drawn from. */
function rangeOf(name: string, shape: readonly number[]): [start: number, range: number] {
  if (shape.length > 1) {
    const bound = Math.sqrt(6 / (size(shape) / shape[1]!));
    return [-bound, 2 * bound];
  }
  if (name.endsWith("norm_c.weight")) return [0.1, 0.2];
  return name.endsWith("weight") ? [0.75, 0.5] : [-0.1, 0.2];
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

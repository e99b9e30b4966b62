import {
  type Model,
  type ModelState,
  type Parameters,
  type ParameterSpec,
  readTensors,
  SafetensorsReader,
  type SlowResNetConfig,
  type TimeSformerConfig,
} from "../../models/mod.ts";
import { tf } from "../../runtime/mod.ts";

const FOLDER = new URL("../fixtures/reference/", import.meta.url);

/** The network of the reference slow_r50_tiny: Slow R50 at an eighth of its width. */
export const SLOW_R50_TINY = {
  kind: "slow-resnet",
  classes: 5,
  block: "bottleneck",
  width: 8,
  stemKernel: 7,
  stemStride: 2,
  stemPool: true,
  depths: [3, 4, 6, 3],
  temporalKernels: [1, 1, 3, 3],
  spatialStrides: [1, 2, 2, 2],
  dropout: 0,
} as const satisfies SlowResNetConfig;

/** The network of the reference timesformer_tiny. */
export const TIMESFORMER_TINY = {
  kind: "timesformer",
  classes: 5,
  size: 32,
  frames: 4,
  patch: 8,
  width: 48,
  depth: 2,
  heads: 3,
  mlpRatio: 4,
  dropout: 0,
  dropPath: 0,
} as const satisfies TimeSformerConfig;

/** Numbers recorded from the official PyTorch code; see tests/fixtures/reference/README.md. */
export class Reference implements Disposable {
  readonly reader: SafetensorsReader;
  readonly description: Readonly<Record<string, unknown>>;

  private constructor(reader: SafetensorsReader, description: Record<string, unknown>) {
    this.reader = reader;
    this.description = description;
  }

  static async open(name: string): Promise<Reference> {
    const description = JSON.parse(await Deno.readTextFile(new URL(`${name}.json`, FOLDER)));
    const path = decodeURIComponent(new URL(`${name}.safetensors`, FOLDER).pathname);
    return new Reference(await SafetensorsReader.open(path), description);
  }

  async values(name: string): Promise<Float32Array | Float64Array> {
    return await this.reader.read(name) as Float32Array | Float64Array;
  }

  /** A tensor as recorded; int64 becomes int32. */
  async tensor<T extends tf.Tensor>(name: string): Promise<T> {
    const { shape } = this.reader.tensors.get(name)!;
    const values = await this.reader.read(name);
    return (values instanceof BigInt64Array
      ? tf.tensor(Int32Array.from(values, Number), [...shape], "int32")
      : tf.tensor(Float32Array.from(values), [...shape], "float32")) as T;
  }

  /** [batch, channels, frames, height, width] as [batch, frames, height, width, channels]. */
  async clips(name: string): Promise<tf.Tensor5D> {
    const recorded = await this.tensor<tf.Tensor5D>(name);
    const clips = tf.transpose(recorded, [0, 2, 3, 4, 1]);
    recorded.dispose();
    return clips;
  }

  /** A record of tensors in the device's layouts. */
  tensors(specs: readonly ParameterSpec[], prefix = ""): Promise<Parameters> {
    return readTensors(this.reader, specs, prefix);
  }

  async state(model: Model): Promise<ModelState> {
    return {
      parameters: await this.tensors(model.parameters),
      statistics: await this.tensors(model.statistics),
    };
  }

  [Symbol.dispose](): void {
    this.reader[Symbol.dispose]();
  }
}

/** ‖actual - expected‖ / ‖expected‖. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) {
    throw new RangeError(`lengths differ: ${actual.length} and ${expected.length}`);
  }
  const size = norm(expected);
  if (size === 0) throw new RangeError("expected values are all zero, which compares nothing");
  return norm(Array.from(actual, (value, index) => value - expected[index]!)) / size;
}

/** ‖values‖. */
export function norm(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0));
}

/** The gradient of a scalar for each parameter, by name; the caller's to dispose. */
export function gradientsOf(parameters: Parameters, loss: () => tf.Scalar): Parameters {
  const names = Object.keys(parameters);
  const gradients = tf.grads(loss)(names.map((name) => parameters[name]!));
  return Object.fromEntries(names.map((name, index) => [name, gradients[index]!]));
}

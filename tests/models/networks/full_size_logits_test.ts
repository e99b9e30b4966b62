import assert from "node:assert/strict";
import {
  createModel,
  type ModelConfig,
  NAMED_CONFIGS,
  type ParameterSpec,
  supervisedLoss,
} from "../../../models/mod.ts";
import { tf, uploadFloat32 } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";
import { parameterCount } from "../_parameter_count.ts";
import { relativeError } from "../_reference.ts";

/** What tests/fixtures/full_size/make_logits.py recorded of one network, in float64. */
interface RecordedNetwork {
  /** [batch, frames, height, width, 3] */
  readonly clips: [number, number, number, number, number];
  /** Number of parameters. */
  readonly parameters: number;
  /** Logits in evaluation. */
  readonly evaluation: readonly number[];
  /** Logits in training. */
  readonly training: readonly number[];
  readonly loss: number;
  /** Of some parameters, by name. */
  readonly gradientNorms: Readonly<Record<string, number>>;
}

/** Maximum relative difference of logits and losses; PyTorch's float32 is 4e-7 off. */
const TOLERANCE = 1e-5;

/**
 * That of norms of gradients. The order of additions, which the processor decides, moves one of
 * SlowFast by 7e-5 on an AMD EPYC of the fifth generation, by 4e-5 there with AVX2 instructions alone,
 * and by less than 1e-5 on earlier ones.
 */
const NORM_TOLERANCE = 2e-4;

const LABELS = [1, 3];

const SIZE = { classes: 11, dropout: 0 };

const NETWORKS: readonly (readonly [string, ModelConfig])[] = [
  ["slowfast_r50", { ...NAMED_CONFIGS.slowfast_r50, ...SIZE }],
  ["r3d_18", { ...NAMED_CONFIGS.r3d_18, ...SIZE }],
  ["tsm_r18", { ...NAMED_CONFIGS.tsm_r18, ...SIZE }],
  ["slow_r50_quarter", { ...NAMED_CONFIGS.slow_r50, ...SIZE, width: 16 }],
];

const RECORDED: Readonly<Record<string, RecordedNetwork>> = JSON.parse(
  await Deno.readTextFile(new URL("../../fixtures/full_size/logits.json", import.meta.url)),
);

const TABLE = hashedTable(65521);

/** Numbers from 0 to 1: MurmurHash3's finalizer of the index. */
function hashedTable(length: number): Float64Array {
  return Float64Array.from({ length }, (_, index) => {
    let hash = Math.imul(index ^ index >>> 16, 0x85EBCA6B);
    hash = Math.imul(hash ^ hash >>> 13, 0xC2B2AE35);
    return ((hash ^ hash >>> 16) >>> 0) / 2 ** 32;
  });
}

function fnv1a(text: string): number {
  let value = 0x811C9DC5;
  for (const code of new TextEncoder().encode(text)) {
    value = Math.imul(value ^ code, 0x01000193);
  }
  return value >>> 0;
}

/** Values from `low` to `high`: the table, again and again, from an entry that the name decides. */
function filled(
  name: string,
  count: number,
  [low, high]: readonly [number, number],
): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count);
  const start = fnv1a(name);
  const length = Math.min(count, TABLE.length);
  for (let index = 0; index < length; index++) {
    values[index] = low + (high - low) * TABLE[(start + index) % TABLE.length]!;
  }
  for (let position = length; position < count; position += length) {
    values.copyWithin(position, 0, Math.min(length, count - position));
  }
  return values;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

function rangeOf({ name, shape, layout }: ParameterSpec): readonly [number, number] {
  if (shape.length > 1) {
    const outputs = layout === "convolution" ? shape.at(-1)! : shape[0]!;
    const bound = Math.sqrt(6 * outputs / sizeOf(shape));
    return [-bound, bound];
  }
  if (name.endsWith("running_var")) return [0.5, 1.5];
  return name.endsWith("weight") ? [0.1, 0.2] : [0.35, 0.45];
}

function drawn(specs: readonly ParameterSpec[]): Record<string, tf.Tensor> {
  return Object.fromEntries(specs.map((spec) => {
    const values = filled(spec.name, sizeOf(spec.shape), rangeOf(spec));
    return [spec.name, uploadFloat32(values, spec.shape)];
  }));
}

/** Noise, and a color of each frame. */
function drawnClips(shape: RecordedNetwork["clips"]): tf.Tensor5D {
  const [batch, frames, , , channels] = shape;
  const noise = filled("noise", sizeOf(shape), [-1, 1]);
  const colors = filled("colors", batch * frames * channels, [-1, 1]);
  return tf.add(
    tf.tensor5d(noise, shape),
    tf.tensor5d(colors, [batch, frames, 1, 1, channels]),
  );
}

function assertClose(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = TOLERANCE,
): void {
  const difference = relativeError(actual, expected);
  assert.ok(difference < tolerance, `${what}: off by ${difference}`);
}

Deno.test.each(NETWORKS)("%s computes at its full size what PyTorch computes", (name, config) => {
  const recorded = RECORDED[name]!;
  const model = createModel(config);
  assert.equal(parameterCount(model.parameters), recorded.parameters);
  withoutLeaks(() => {
    const parameters = drawn(model.parameters);
    const input = { statistics: drawn(model.statistics), clips: drawnClips(recorded.clips) };
    const evaluated = model.forward({ ...input, parameters, training: false });
    assertClose("logits in evaluation", evaluated.logits.dataSync(), recorded.evaluation);

    const labels = LABELS.slice(0, recorded.clips[0]);
    const names = Object.keys(recorded.gradientNorms);
    let logits: ArrayLike<number> = [];
    const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
      const varied = Object.fromEntries(names.map((name, index) => [name, tensors[index]!]));
      const output = model.forward({
        ...input,
        parameters: { ...parameters, ...varied },
        training: true,
      });
      logits = output.logits.dataSync();
      return supervisedLoss(output.logits, tf.tensor1d(labels, "int32"));
    })(names.map((name) => parameters[name]!));
    assertClose("logits in training", logits, recorded.training);
    assertClose("loss", value.dataSync(), [recorded.loss]);
    names.forEach((name, index) => {
      const norm = tf.norm(grads[index]!).dataSync();
      const expected = [recorded.gradientNorms[name]!];
      assertClose(`gradient of ${name}`, norm, expected, NORM_TOLERANCE);
    });
  });
});

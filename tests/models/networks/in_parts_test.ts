import "../../_parts.ts";
import assert from "node:assert/strict";
import {
  createModel,
  freeze,
  type Model,
  NAMED_CONFIGS,
  type Parameters,
  withProjection,
} from "../../../models/mod.ts";
import { compile, disposeTree, mixedPrecision, tf } from "../../../runtime/mod.ts";
import { BatchParts } from "../../../runtime/ops/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import { gradientsOf, relativeError } from "../_reference.ts";
import { drawNormal } from "../../_draw_normal.ts";

const TINY = { classes: 3, width: 8, depths: [1, 1, 1, 1] };

const SLOW = createModel({ ...NAMED_CONFIGS.slow_r18, ...TINY });
const TRANSFORMER = createModel({
  ...NAMED_CONFIGS.timesformer_vit_s,
  classes: 3,
  size: 32,
  frames: 4,
  width: 12,
  depth: 2,
  heads: 3,
  dropout: 0.1,
  dropPath: 0.2,
});

/** Each with dropout, whose draws must not depend on the parts. */
const MODELS: readonly (readonly [string, Model])[] = [
  ["Slow ResNet", SLOW],
  ["SlowFast", createModel({ ...NAMED_CONFIGS.slowfast_r50, ...TINY, width: 32 })],
  ["R3D", createModel({ ...NAMED_CONFIGS.r3d_18, ...TINY })],
  ["TSM", createModel({ ...NAMED_CONFIGS.tsm_r18, ...TINY })],
  ["TimeSformer", TRANSFORMER],
  ["Slow ResNet with frozen norms", freeze(SLOW, (name) => name.includes(".res_blocks.0."))],
  [
    "Slow ResNet with a projection head",
    withProjection(SLOW, { layers: [6, 4], normalized: true }),
  ],
  [
    "TimeSformer with a projection head",
    withProjection(TRANSFORMER, { layers: [6, 4], normalized: true }),
  ],
];

/** Samples of a batch, not a multiple of the parts. */
const SAMPLES = 8;

function inputOf(model: Model, seed = 1) {
  const { parameters, statistics } = model.initialize(3);
  return {
    parameters: withNoise(parameters, seed),
    statistics: withNoise(statistics, seed),
    clips: drawNormal<tf.Rank.R5>([SAMPLES, 4, 32, 32, 3], 9, 0.3),
    randomSeed: tf.tensor1d([1, 2], "int32"),
  };
}

/** Values that start at zero would hide what depends on them. */
function withNoise(tensors: Parameters, seed: number): Parameters {
  const entries = Object.entries(tensors).map(([name, tensor], index) => {
    return [name, tf.add(tensor, drawNormal(tensor.shape, seed + index, 0, 0.02))];
  });
  return Object.fromEntries(entries);
}

type Input = ReturnType<typeof inputOf>;

/** What a pass gives, the outputs of its stages among it. */
function valuesOf(model: Model, training: boolean) {
  return (input: Input): Parameters => {
    const stages: Record<string, tf.Tensor> = {};
    const readOut = {
      onStages(outputs: readonly tf.Tensor[]) {
        outputs.forEach((output, index) => stages[`stage ${index}`] = output);
      },
    };
    const { statistics, ...output } = model.forward({ ...input, training, readOut });
    return { ...output, ...stages, ...training ? statistics : {} };
  };
}

/** The gradient of a sum of all values, each with a factor of its own. */
function gradientOf(model: Model, training: boolean) {
  return ({ parameters, ...input }: Input): Parameters =>
    gradientsOf(parameters, () => {
      const values = Object.values(valuesOf(model, training)({ ...input, parameters }));
      const factors = (shape: number[]) => drawNormal(shape, 4);
      return tf.addN(values.map((value) => tf.mean(tf.mul(value, factors(value.shape)))));
    });
}

/** Computes the largest relative error of a tensor in parts. */
async function errorInParts(make: typeof valuesOf, model: Model, training: boolean, seed: number) {
  const input = tf.tidy(() => inputOf(model, seed));
  using inParts = compile(make(model, training));
  const actual = await inParts(input);
  const expected = tf.tidy(() => make(model, training)(input));
  assert.deepEqual(Object.keys(actual), Object.keys(expected));
  const errors = Object.entries(expected).map(([name, tensor]) =>
    relativeError(actual[name]!.dataSync(), tensor.dataSync())
  );
  disposeTree([input, actual, expected]);
  return Math.max(...errors);
}

Deno.test.each(MODELS)("%s computes a batch in parts as at once", async (_, model) => {
  const assertNoLeaks = watchTensors();
  for (const training of [true, false]) {
    assert.ok(await errorInParts(valuesOf, model, training, 1) < 1e-5, `values, ${training}`);
    // One time in a hundred, rounding takes a value across the zero of a ReLU: gradients jump there.
    const gradients = await errorInParts(gradientOf, model, training, 1);
    assert.ok(gradients < 1e-2, `gradients, ${training}: ${gradients}`);
    if (gradients < 3e-5) continue;
    const others = await errorInParts(gradientOf, model, training, 1001);
    assert.ok(others < 3e-5, `gradients, ${training}: ${gradients} and ${others}`);
  }
  assertNoLeaks();
});

Deno.test("only compiled functions compute in parts, as many as there are threads and samples", async () => {
  const counts: number[] = [];
  const count = (x: tf.Tensor) => {
    counts.push(BatchParts.countFor(8), BatchParts.countFor(2));
    return tf.relu(x);
  };
  using compiled = compile(count);
  const x = tf.scalar(1);
  disposeTree([await compiled(x), count(x), x]);
  assert.deepEqual(counts, [3, 2, 1, 1]);
});

Deno.test("a batch in parts in bfloat16 is as near float32 as one at once", async () => {
  const input = inputOf(SLOW);
  const plain = valuesOf(SLOW, true);
  const exact = tf.tidy(() => plain(input));
  const atOnce = tf.tidy(() => mixedPrecision(plain)(input));
  using compiled = compile(mixedPrecision(plain));
  const inParts = await compiled(input);
  for (const name of ["logits", "blocks.0.norm.running_var"]) {
    const errorOf = (values: Parameters) =>
      relativeError(values[name]!.dataSync(), exact[name]!.dataSync());
    assert.ok(errorOf(inParts) < 2 * errorOf(atOnce) + 1e-3, name);
  }
  disposeTree([exact, atOnce, inParts, input]);
});

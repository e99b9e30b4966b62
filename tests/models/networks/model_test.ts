import assert from "node:assert/strict";
import {
  createModel,
  decayedBySpec,
  loadWeights,
  type ModelConfig,
  type Parameters,
  saveWeights,
  sgd,
  supervisedLoss,
} from "../../../models/mod.ts";
import { compile, tf } from "../../../runtime/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import { gradientsOf } from "../_reference.ts";
import { drawNormal } from "../../_draw_normal.ts";

const RESNET: ModelConfig = {
  kind: "slow-resnet",
  classes: 3,
  block: "bottleneck",
  width: 4,
  stemKernel: 5,
  stemStride: 1,
  stemPool: false,
  depths: [1, 1],
  temporalKernels: [1, 3],
  spatialStrides: [1, 2],
  dropout: 0.5,
};

/** Every kind of network at a tiny size. */
const MODELS: readonly (readonly [string, ModelConfig])[] = [
  ["bottleneck ResNet", RESNET],
  ["ResNet with pooled stem", { ...RESNET, stemStride: 2, stemPool: true }],
  ["basic ResNet", { ...RESNET, block: "basic" }],
  ["TimeSformer", {
    kind: "timesformer",
    classes: 3,
    size: 16,
    frames: 4,
    patch: 8,
    width: 12,
    depth: 2,
    heads: 3,
    mlpRatio: 2,
    dropout: 0.1,
    dropPath: 0.2,
  }],
  ["TimeSformer of one block", {
    kind: "timesformer",
    classes: 3,
    size: 16,
    frames: 4,
    patch: 8,
    width: 12,
    depth: 1,
    heads: 1,
    mlpRatio: 4,
    dropout: 0,
    dropPath: 0.5,
  }],
];

type StepInputs = {
  readonly parameters: Parameters;
  readonly statistics: Parameters;
  readonly momentum: Parameters;
  readonly clips: tf.Tensor;
  readonly labels: tf.Tensor;
  readonly seed: tf.Tensor;
};

function trainingStep(config: ModelConfig) {
  const model = createModel(config);
  const isDecayed = decayedBySpec(model.parameters);
  const optimizer = sgd({ momentum: 0.9, weightDecay: 1e-3, isDecayed });
  return ({ parameters, statistics, momentum, clips, labels, seed }: StepInputs) => {
    let loss = tf.scalar(Number.NaN);
    let updated: Parameters = {};
    const gradients = gradientsOf(parameters, () => {
      const output = model.forward({
        parameters,
        statistics,
        clips: clips as tf.Tensor5D,
        training: true,
        randomSeed: seed as tf.Tensor1D,
      });
      updated = output.statistics;
      Object.values(updated).forEach(tf.keep);
      loss = tf.keep(supervisedLoss(output.logits, labels as tf.Tensor1D));
      return loss;
    });
    const rate = tf.scalar(0.05);
    return {
      loss,
      updated: { ...updated },
      ...optimizer.update(parameters, momentum, gradients, { learningRate: rate }),
    };
  };
}

function inputsFor(config: ModelConfig): StepInputs {
  const model = createModel(config);
  const state = model.initialize(7);
  return {
    ...state,
    momentum: sgd({ momentum: 0, weightDecay: 0, isDecayed: () => false })
      .initialize(state.parameters),
    clips: drawNormal([3, 4, 16, 16, 3], 5),
    labels: tf.tensor1d([0, 1, 2], "int32"),
    seed: tf.tensor1d([3, 4], "int32"),
  };
}

Deno.test.each(MODELS)("%s overfits three clips and leaves no tensor", (_, config) => {
  const assertNoLeaks = watchTensors();
  const step = trainingStep(config);
  let inputs = inputsFor(config);
  const losses: number[] = [];
  for (let count = 0; count < 40; count++) {
    const { loss, updated, parameters, momentum } = tf.tidy(() => step(inputs));
    losses.push(loss.dataSync()[0]!);
    loss.dispose();
    tf.dispose([inputs.parameters, inputs.momentum, inputs.statistics]);
    inputs = { ...inputs, parameters, momentum, statistics: updated };
  }
  assert.ok(Math.min(...losses.slice(-5)) < losses[0]! / 4, `losses ${losses.join(" ")}`);
  tf.dispose({ ...inputs });
  assertNoLeaks();
});

Deno.test.each(MODELS)("%s takes the same step compiled as op by op", async (_, config) => {
  const assertNoLeaks = watchTensors();
  const inputs = inputsFor(config);
  const step = trainingStep(config);
  const compiled = compile(step);
  const traced = await compiled(inputs);
  const eager = tf.tidy(() => step(inputs));
  for (const part of ["parameters", "momentum", "updated"] as const) {
    for (const [name, tensor] of Object.entries(eager[part])) {
      const expected = tensor.dataSync();
      const actual = traced[part][name]!.dataSync();
      const largest = Math.max(...expected.map(Math.abs), 1e-3);
      expected.forEach((value, index) => {
        assert.ok(Math.abs(value - actual[index]!) <= 1e-5 * largest, `${part} ${name}[${index}]`);
      });
    }
  }
  tf.dispose([{ ...inputs }, { ...traced }, { ...eager }]);
  compiled[Symbol.dispose]();
  assertNoLeaks();
});

Deno.test.each(MODELS)("%s is read back from its weight file bit for bit", async (_, config) => {
  const before = tf.memory().numTensors;
  const model = createModel(config);
  const state = model.initialize(1);
  const path = await Deno.makeTempFile({ suffix: ".safetensors" });
  await saveWeights(path, model, state, { step: "12" });
  const loaded = await loadWeights(path, model);
  for (const part of ["parameters", "statistics"] as const) {
    assert.deepEqual(Object.keys(loaded[part]), Object.keys(state[part]));
    for (const [name, tensor] of Object.entries(state[part])) {
      assert.deepEqual(loaded[part][name]!.shape, tensor.shape);
      assert.deepEqual(loaded[part][name]!.dataSync(), tensor.dataSync());
    }
  }
  tf.dispose([{ ...state }, loaded.parameters, loaded.statistics]);
  await Deno.remove(path);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test.each(MODELS)(
  "%s in evaluation ignores the seed and keeps the statistics",
  (_, config) => {
    const model = createModel(config);
    const { parameters, statistics, clips, seed, ...rest } = inputsFor(config);
    const input = { parameters, statistics, clips: clips as tf.Tensor5D, training: false };
    const without = tf.tidy(() => model.forward(input).logits);
    const output = model.forward({ ...input, randomSeed: seed as tf.Tensor1D });
    assert.deepEqual(output.logits.arraySync(), without.arraySync());
    assert.equal(output.statistics, statistics);
    assert.deepEqual(output.logits.shape, [3, 3]);
    tf.dispose([without, output.logits, output.features, { parameters, statistics, clips, seed }, {
      ...rest,
    }]);
  },
);

Deno.test("forward() returns the features that the last layer of a ResNet reads", () => {
  const model = createModel(RESNET);
  const { parameters, statistics, clips } = inputsFor(RESNET);
  const input = { parameters, statistics, clips: clips as tf.Tensor5D, training: false };
  const [weight, bias] = model.parameters.slice(-2).map(({ name }) => parameters[name]!);
  const difference = tf.tidy(() => {
    const { logits, features } = model.forward(input);
    const expected = tf.matMul(features, weight as tf.Tensor2D, false, true).add(bias!);
    return tf.max(tf.abs(tf.sub(logits, expected))).arraySync() as number;
  });
  assert.ok(difference < 1e-5, `off by ${difference}`);
  tf.dispose([parameters, statistics, clips]);
});

Deno.test("forward() refuses a training pass with dropout but without a seed", () => {
  const model = createModel(RESNET);
  const { parameters, statistics, clips } = inputsFor(RESNET);
  const input = { parameters, statistics, clips: clips as tf.Tensor5D, training: true };
  assert.throws(() => tf.tidy(() => model.forward(input).logits), /'randomSeed' must be given/);
});

Deno.test("forward() names a missing parameter", () => {
  const model = createModel(RESNET);
  const { statistics, clips } = inputsFor(RESNET);
  const input = { parameters: {}, statistics, clips: clips as tf.Tensor5D, training: true };
  assert.throws(() => tf.tidy(() => model.forward(input).logits), /'blocks.0.conv.weight'/);
});

Deno.test("forward() of a TimeSformer refuses clips of another size", () => {
  const [, config] = MODELS[3]!;
  const model = createModel(config);
  const state = model.initialize(0);
  const clips = tf.zeros<tf.Rank.R5>([1, 8, 16, 16, 3]);
  assert.throws(
    () => tf.tidy(() => model.forward({ ...state, clips, training: false }).logits),
    /must be \[batch, 4, 16, 16, 3\]: current shape is \[1,8,16,16,3\]/,
  );
});

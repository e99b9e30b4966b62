import assert from "node:assert/strict";
import { type OperatorFunction, pipe } from "rxjs";
import { createModel, type Model } from "../../../models/mod.ts";
import {
  accumulatedStep,
  confidenceGate,
  dualForward,
  hostValues,
  type Merged,
  mergeLosses,
  microBatch,
  microSteps,
  type MicroStepsOptions,
  type NetworkState,
  selfGate,
  type StepInput,
  type StepTensors,
  trainingStep,
} from "../../../operators/mod.ts";
import { compile, disposeTree, tensorsOf, type TensorTree, tf } from "../../../runtime/mod.ts";
import { AUXILIARY, initialState, optimizerOf, PRIMARY, scheduleOf } from "../_networks.ts";
import { tensorTest } from "../_tensors.ts";

/** Transformers without anything random: no batch norm, dropout or drop-path. */
function transformer(frames: number): Model {
  return createModel({
    kind: "timesformer",
    classes: 4,
    size: 8,
    frames,
    patch: 4,
    width: 8,
    depth: 2,
    heads: 2,
    mlpRatio: 2,
    dropout: 0,
    dropPath: 0,
    initialStd: { linear: 0.3, spatial: 0.3, temporal: 0.3, temporalFc: 0.3 },
  });
}

const Z = transformer(3);
const A = transformer(2);

/** Four labeled and eight unlabeled clips of noise. */
function clips(seed: number): Required<StepTensors> {
  const pair = (count: number, offset: number) => ({
    primary: tf.randomNormal<tf.Rank.R5>([count, 3, 8, 8, 3], 0, 1, "float32", seed + offset),
    auxiliary: tf.randomNormal<tf.Rank.R5>([count, 2, 8, 8, 3], 0, 1, "float32", seed + offset),
  });
  return {
    labeled: pair(4, 1),
    weak: pair(8, 2),
    strong: pair(8, 3),
    labels: tf.tensor1d([0, 3, 1, 2], "int32"),
    randomSeed: tf.tensor1d([seed, 7], "int32"),
  };
}

/** A fresh state with a head that is more decided than official first values make it. */
function decidedState(model: Model): NetworkState {
  const { parameters, ...state } = initialState(model);
  const { "head.weight": head, ...others } = parameters;
  if (head === undefined) return { ...state, parameters };
  const decided = tf.tidy(() => tf.mul(head, 10));
  head.dispose();
  return { ...state, parameters: { ...others, "head.weight": decided } };
}

function inputOf(primary: Model, auxiliary: Model): Required<StepInput> {
  const state = { primary: decidedState(primary), auxiliary: decidedState(auxiliary) };
  return { state, batch: clips(5), schedule: scheduleOf() };
}

function optionsFor(
  primary: Model,
  auxiliary: Model,
  pipeline: OperatorFunction<StepInput, Merged>,
) {
  return {
    pipeline,
    optimizer: { primary: optimizerOf(primary), auxiliary: optimizerOf(auxiliary) },
    // Low enough to shorten the gradient: that of the mean, not of each index.
    maxGradientNorm: 0.5,
  };
}

const CROSS = optionsFor(
  Z,
  A,
  pipe(
    dualForward({ primary: Z, auxiliary: A }),
    confidenceGate({ threshold: 0.4 }),
    mergeLosses(),
  ),
);

/** An accumulated step op by op. */
function inParts(options: Omit<MicroStepsOptions<Merged>, "microBatches">, microBatches: number) {
  return accumulatedStep<Merged>({ microBatches, ...microSteps({ ...options, microBatches }) });
}

/** The largest difference between two trees of the same form; of values above 1, relative to them. */
function difference(one: TensorTree, other: TensorTree): number {
  const [left, right] = [one, other].map((tree) => tensorsOf(tree).map((each) => each.dataSync()));
  assert.equal(left!.length, right!.length);
  let largest = 0;
  left!.forEach((values, tensor) => {
    assert.equal(values.length, right![tensor]!.length);
    values.forEach((value, at) => {
      const other = right![tensor]![at]!;
      largest = Math.max(largest, Math.abs(value - other) / Math.max(1, Math.abs(other)));
    });
  });
  return largest;
}

for (const microBatches of [1, 2, 4]) {
  tensorTest(
    `accumulatedStep() in ${microBatches} microBatches is the step on the whole batch`,
    async () => {
      const input = inputOf(Z, A);
      const whole = trainingStep(CROSS)(input);
      const pieces = await inParts(CROSS, microBatches)(input);
      // The gate let some clips pass and others not, or the division by all clips would not be tested.
      const { mask } = hostValues(whole.result.gate!).pseudo.primary;
      const passed = Array.from(mask).reduce((sum, value) => sum + value, 0);
      assert.ok(passed > 0 && passed < 8, `${passed} of 8 passed`);
      assert.ok(hostValues(whole.gradientNorm).primary > 0.5);
      const moved = difference(input.state as TensorTree, whole.state as TensorTree);
      assert.ok(moved > 1e-3, `the step moved by ${moved}`);
      const apart = difference(whole as unknown as TensorTree, pieces as unknown as TensorTree);
      assert.ok(apart < 1e-6, `${apart}`);
      for (const tree of [input, whole, pieces]) disposeTree(tree as unknown as TensorTree);
    },
  );
}

const NORMALIZED = optionsFor(
  PRIMARY,
  AUXILIARY,
  pipe(
    dualForward({ primary: PRIMARY, auxiliary: AUXILIARY }),
    confidenceGate({ threshold: 0 }),
    mergeLosses({ contrast: { temperature: 0.5 } }),
  ),
);

tensorTest("accumulatedStep() moves batch-norm statistics once for each index", async () => {
  const input = inputOf(PRIMARY, AUXILIARY);
  const { statistics } = input.state.primary;
  const forward = (index: number, current: typeof statistics) =>
    tf.tidy(() => {
      const { labeled, weak, strong, randomSeed } = microBatch(input.batch, { index, count: 2 });
      const views = [labeled, weak!, strong!].map(({ primary }) => primary);
      const { parameters } = input.state.primary;
      const clips = tf.concat(views);
      const pass = { parameters, statistics: current, clips, training: true, randomSeed };
      return PRIMARY.forward(pass).statistics as unknown as tf.TensorContainer;
    }) as unknown as typeof statistics;
  const first = forward(0, statistics);
  const second = forward(1, first);
  const output = await inParts(NORMALIZED, 2)(input);
  const apart = difference(output.state.primary.statistics as TensorTree, second as TensorTree);
  assert.ok(apart < 1e-6, `${apart}`);
  for (const tree of [input, first, second, output]) disposeTree(tree as unknown as TensorTree);
});

tensorTest("accumulatedStep() compiled gives what it gives op by op", async () => {
  const input = inputOf(PRIMARY, AUXILIARY);
  const { accumulate, apply } = microSteps({ ...NORMALIZED, microBatches: 2 });
  type Tree = (input: TensorTree) => TensorTree;
  const forward = compile(accumulate as unknown as Tree);
  const update = compile(apply as unknown as Tree);
  const step = accumulatedStep<Merged>({
    microBatches: 2,
    accumulate: forward as unknown as typeof accumulate,
    apply: update as unknown as typeof apply,
  });
  const traced = await step(input);
  const eager = await inParts(NORMALIZED, 2)(input);
  const apart = difference(traced as unknown as TensorTree, eager as unknown as TensorTree);
  assert.ok(apart < 1e-5, `${apart}`);
  for (const tree of [input, traced, eager]) disposeTree(tree as unknown as TensorTree);
  forward[Symbol.dispose]();
  update[Symbol.dispose]();
});

tensorTest(
  "accumulatedStep() trains one network on labels alone, and by its own labels",
  async () => {
    const single = { primary: decidedState(Z) };
    const { labeled, labels, randomSeed, weak, strong } = clips(2);
    const schedule = scheduleOf();
    const optimizer = { primary: optimizerOf(Z) };
    const supervised = { pipeline: pipe(dualForward({ primary: Z }), mergeLosses()) };
    const fixmatch = {
      pipeline: pipe(dualForward({ primary: Z }), selfGate({ threshold: 0.4 }), mergeLosses()),
    };
    const cases = [
      [supervised, { labeled, labels, randomSeed }],
      [fixmatch, { labeled, labels, randomSeed, weak, strong }],
    ] as const;
    for (const [method, batch] of cases) {
      const options = { ...method, optimizer, maxGradientNorm: 0.5 };
      const input = { state: single, batch, schedule };
      const whole = trainingStep(options)(input);
      const pieces = await inParts(options, 4)(input);
      const apart = difference(whole as unknown as TensorTree, pieces as unknown as TensorTree);
      assert.ok(apart < 1e-6, `${apart}`);
      for (const tree of [whole, pieces]) disposeTree(tree as unknown as TensorTree);
    }
    const rest = [single, labeled, labels, randomSeed, weak, strong, schedule];
    disposeTree(rest as unknown as TensorTree);
  },
);

tensorTest("microBatch() cuts whole groups, each with a seed of its own", () =>
  tf.tidy(() => {
    const batch = clips(3);
    const microBatches = [0, 1].map((index) => microBatch(batch, { index, count: 2 }));
    assert.deepEqual(microBatches.map(({ labels }) => Array.from(labels.dataSync())), [[0, 3], [
      1,
      2,
    ]]);
    assert.deepEqual(microBatches.map(({ randomSeed }) => Array.from(randomSeed.dataSync())), [[
      3,
      7,
    ], [
      4,
      7,
    ]]);
    const weak = microBatches.map(({ weak }) => weak!.primary);
    assert.deepEqual(weak.map(({ shape }) => shape[0]), [4, 4]);
    assert.deepEqual(tf.concat(weak).dataSync(), batch.weak.primary.dataSync());
  }));

tensorTest(
  "accumulatedStep() refuses microBatches that do not fit, and leaves nothing",
  async () => {
    for (const microBatches of [0, 1.5, -1]) {
      assert.throws(
        () => inParts(CROSS, microBatches),
        /'microBatches' must be/,
      );
    }
    assert.throws(
      () => microSteps({ ...CROSS, microBatches: 2, maxGradientNorm: 0 }),
      /'maxGradientNorm' must be/,
    );
    const input = inputOf(Z, A);
    await assert.rejects(inParts(CROSS, 3)(input), /'count' must divide the 4 clips of a view/);
    const failing = accumulatedStep<Merged>({
      microBatches: 2,
      ...microSteps({ ...CROSS, microBatches: 2 }),
      apply: () => Promise.reject(new Error("no update")),
    });
    await assert.rejects(failing(input), /no update/);
    disposeTree(input as unknown as TensorTree);
  },
);

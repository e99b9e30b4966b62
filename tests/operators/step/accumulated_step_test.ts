import assert from "node:assert/strict";
import { type OperatorFunction, pipe } from "rxjs";
import { createModel, type Model } from "../../../models/mod.ts";
import {
  accumulatedStep,
  alignDistribution,
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
  startEma,
  type StepInput,
  type StepTensors,
  trainingStep,
} from "../../../operators/mod.ts";
import { compile, disposeTree, tf, tidyTree } from "../../../runtime/mod.ts";
import { differenceOf } from "../_difference.ts";
import { AUXILIARY, initialState, optimizerOf, PRIMARY, scheduleOf } from "../_networks.ts";
import { tensorTest } from "../_tensors.ts";
import { drawNormal } from "../../_draw_normal.ts";

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

const PURE_PRIMARY = transformer(3);
const PURE_AUXILIARY = transformer(2);

/** Four labeled and eight unlabeled clips of noise. */
function clips(seed: number): Omit<Required<StepTensors>, "videos"> {
  const pair = (count: number, offset: number) => ({
    primary: drawNormal<tf.Rank.R5>([count, 3, 8, 8, 3], seed + offset),
    auxiliary: drawNormal<tf.Rank.R5>([count, 2, 8, 8, 3], seed + offset),
  });
  return {
    labeled: pair(4, 1),
    weak: pair(8, 2),
    strong: pair(8, 3),
    labels: tf.tensor1d([0, 3, 1, 2], "int32"),
    randomSeed: tf.tensor1d([seed, 7], "int32"),
  };
}

/** A fresh state whose head decides more clearly than with the official initial values. */
function decidedState(model: Model): NetworkState {
  const { parameters, ...state } = initialState(model);
  const { "head.weight": head, ...others } = parameters;
  if (head === undefined) return { ...state, parameters };
  const decided = tf.tidy(() => tf.mul(head, 10));
  head.dispose();
  return { ...state, parameters: { ...others, "head.weight": decided } };
}

function inputOf(primary: Model, auxiliary: Model): Required<StepInput> {
  const state = {
    primary: decidedState(primary),
    auxiliary: decidedState(auxiliary),
    memory: { primary: tf.tensor1d([1.2, 0.8, 1, 1]), auxiliary: tf.ones([4]) },
  };
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
    // Low enough to scale down the gradient: that of the mean, not of each micro-batch.
    maxGradientNorm: 0.5,
  };
}

const CROSS = optionsFor(
  PURE_PRIMARY,
  PURE_AUXILIARY,
  pipe(
    dualForward({ primary: PURE_PRIMARY, auxiliary: PURE_AUXILIARY }),
    alignDistribution({ shares: [0.25, 0.25, 0.25, 0.25], decay: 0.5 }),
    confidenceGate({ threshold: 0.4 }),
    mergeLosses(),
  ),
);

/** An accumulated step op by op. */
function inParts(options: Omit<MicroStepsOptions<Merged>, "microBatches">, microBatches: number) {
  return accumulatedStep<Merged>(microSteps({ ...options, microBatches }));
}

for (const microBatches of [1, 2, 4]) {
  tensorTest(
    `accumulatedStep() in ${microBatches} micro-batches is the step on the whole batch`,
    async () => {
      const input = inputOf(PURE_PRIMARY, PURE_AUXILIARY);
      const whole = trainingStep(CROSS)(input);
      const pieces = await inParts(CROSS, microBatches)(input);
      // The gate let some clips pass and others not, or the division by all clips would not be
      // tested.
      const { mask } = hostValues(whole.result.gate!).pseudo.primary;
      const passed = Array.from(mask).reduce((sum, value) => sum + value, 0);
      assert.ok(passed > 0 && passed < 8, `${passed} of 8 passed`);
      assert.ok(hostValues(whole.gradientNorm).primary > 0.5);
      const moved = differenceOf(input.state, whole.state);
      assert.ok(moved > 1e-3, `the step moved by ${moved}`);
      const apart = differenceOf(whole, pieces);
      assert.ok(apart < 1e-6, `${apart}`);
      assert.ok(differenceOf(input.state.memory!, whole.state.memory!) > 1e-2);
      for (const tree of [input, whole, pieces]) disposeTree(tree);
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

tensorTest(
  "accumulatedStep() updates batch-norm statistics once for each micro-batch",
  async () => {
    const input = inputOf(PRIMARY, AUXILIARY);
    const { statistics } = input.state.primary;
    const forward = (index: number, current: typeof statistics) =>
      tidyTree(() => {
        const { labeled, weak, strong, randomSeed } = microBatch(input.batch, { index, count: 2 });
        const views = [labeled, weak!, strong!].map(({ primary }) => primary);
        const { parameters } = input.state.primary;
        const clips = tf.concat(views);
        const pass = { parameters, statistics: current, clips, training: true, randomSeed };
        return PRIMARY.forward(pass).statistics;
      });
    const first = forward(0, statistics);
    const second = forward(1, first);
    const output = await inParts(NORMALIZED, 2)(input);
    const apart = differenceOf(output.state.primary.statistics, second);
    assert.ok(apart < 1e-6, `${apart}`);
    for (const tree of [input, first, second, output]) disposeTree(tree);
  },
);

tensorTest("accumulatedStep() compiled equals itself op by op", async () => {
  const input = inputOf(PRIMARY, AUXILIARY);
  const halves = microSteps({ ...NORMALIZED, microBatches: 2 });
  using compiledAccumulate = compile(halves.accumulate);
  using compiledApply = compile(halves.apply);
  const step = accumulatedStep<Merged>({
    ...halves,
    accumulate: compiledAccumulate,
    apply: compiledApply,
  });
  const traced = await step(input);
  const eager = await inParts(NORMALIZED, 2)(input);
  const apart = differenceOf(traced, eager);
  assert.ok(apart < 1e-5, `${apart}`);
  for (const tree of [input, traced, eager]) disposeTree(tree);
});

tensorTest(
  "accumulatedStep() trains one network on labels alone, and by its own labels",
  async () => {
    const single = { primary: decidedState(PURE_PRIMARY) };
    const { labeled, labels, randomSeed, weak, strong } = clips(2);
    const schedule = scheduleOf();
    const optimizer = { primary: optimizerOf(PURE_PRIMARY) };
    const supervised = { pipeline: pipe(dualForward({ primary: PURE_PRIMARY }), mergeLosses()) };
    const fixmatch = {
      pipeline: pipe(
        dualForward({ primary: PURE_PRIMARY }),
        selfGate({ threshold: 0.4 }),
        mergeLosses(),
      ),
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
      const apart = differenceOf(whole, pieces);
      assert.ok(apart < 1e-6, `${apart}`);
      for (const tree of [whole, pieces]) disposeTree(tree);
    }
    disposeTree([single, labeled, labels, randomSeed, weak, strong, schedule]);
  },
);

tensorTest(
  "accumulatedStep() refuses micro-batches that do not fit, and leaves nothing",
  async () => {
    for (const microBatches of [0, 1.5, -1]) {
      assert.throws(
        () => inParts(CROSS, microBatches),
        /'microBatches' must be/,
      );
    }
    const input = inputOf(PURE_PRIMARY, PURE_AUXILIARY);
    await assert.rejects(inParts(CROSS, 3)(input), /'count' must divide the 4 clips of a view/);
    const failing = accumulatedStep<Merged>({
      ...microSteps({ ...CROSS, microBatches: 2 }),
      apply: () => Promise.reject(new Error("no update")),
    });
    await assert.rejects(failing(input), /no update/);
    disposeTree(input);
  },
);

tensorTest("accumulatedStep() updates the averages once a step", async () => {
  const state = { primary: startEma(decidedState(PURE_PRIMARY)) };
  const input = { state, batch: clips(5), schedule: scheduleOf() };
  const options = {
    pipeline: pipe(dualForward({ primary: PURE_PRIMARY }), mergeLosses()),
    optimizer: { primary: optimizerOf(PURE_PRIMARY) },
    maxGradientNorm: 40,
    emaDecay: 0.75,
  };
  const whole = trainingStep(options)(input);
  const pieces = await inParts(options, 1)(input);
  assert.deepEqual(hostValues(pieces.state.primary.ema), hostValues(whole.state.primary.ema));
  disposeTree([input, whole, pieces]);
});

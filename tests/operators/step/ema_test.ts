import assert from "node:assert/strict";
import { pipe } from "rxjs";
import {
  accumulatedStep,
  dualForward,
  hostValues,
  type Merged,
  mergeLosses,
  microSteps,
  type NetworkState,
  startEma,
  stateToEvaluate,
  trainingStep,
  updateEma,
} from "../../../operators/mod.ts";
import { disposeTree, tf } from "../../../runtime/mod.ts";
import { initialState, noise, optimizerOf, PRIMARY, scheduleOf } from "../_networks.ts";
import { tensorTest } from "../_tensors.ts";

const OPTIONS = {
  pipeline: pipe(dualForward({ primary: PRIMARY }), mergeLosses()),
  optimizer: { primary: optimizerOf(PRIMARY) },
  maxGradientNorm: 40,
  emaDecay: 0.75,
};

function batch() {
  const { labeled, labels, weak, strong, randomSeed } = noise(3);
  disposeTree([weak, strong]);
  return { labeled, labels, randomSeed };
}

/** The values of every tensor by name. */
function valuesOf(tensors: NonNullable<NetworkState["ema"]>): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(hostValues(tensors)).map(([name, values]) => [
      name,
      Array.from(values as Float32Array),
    ]),
  );
}

tensorTest(
  "updateEma() keeps its share of what was, and wants every name",
  () =>
    tf.tidy(() => {
      const before = { a: tf.tensor1d([1, 2]), b: tf.scalar(4) };
      const now = { b: tf.scalar(8), a: tf.tensor1d([3, 2]), c: tf.scalar(1) };
      assert.deepEqual(valuesOf({ a: updateEma(before, now, 0.75)["a"]! }), { a: [1.5, 2] });
      assert.deepEqual(updateEma(before, now, 0.75)["b"]!.dataSync()[0], 5);
      assert.throws(() => updateEma({ d: tf.scalar(1) }, now, 0.5), /average 'd'/);
    }),
);

tensorTest("trainingStep() moves the averages of weights and statistics after its update", () => {
  const input = {
    state: { primary: startEma(initialState(PRIMARY)) },
    batch: batch(),
    schedule: scheduleOf(),
  };
  const before = valuesOf(input.state.primary.ema!);
  const names = [...PRIMARY.parameters, ...PRIMARY.statistics].map(({ name }) => name);
  assert.deepEqual(Object.keys(before).sort(), names.sort());
  const output = trainingStep(OPTIONS)(input);
  const { parameters, statistics, ema } = output.state.primary;
  const now = valuesOf({ ...parameters, ...statistics });
  let moved = 0;
  for (const [name, values] of Object.entries(valuesOf(ema!))) {
    values.forEach((value, at) => {
      const expected = 0.75 * before[name]![at]! + 0.25 * now[name]![at]!;
      assert.ok(Math.abs(value - expected) < 1e-6, `${name}: ${value} and ${expected}`);
      moved = Math.max(moved, Math.abs(value - before[name]![at]!));
    });
  }
  assert.ok(moved > 1e-3, `${moved}`);
  disposeTree([input, output]);
});

tensorTest("accumulatedStep() moves the averages once a step", async () => {
  const input = {
    state: { primary: startEma(initialState(PRIMARY)) },
    batch: batch(),
    schedule: scheduleOf(),
  };
  const whole = trainingStep(OPTIONS)(input);
  const step = accumulatedStep<Merged>({
    microBatches: 1,
    ...microSteps({ ...OPTIONS, microBatches: 1 }),
  });
  const pieces = await step(input);
  assert.deepEqual(valuesOf(pieces.state.primary.ema!), valuesOf(whole.state.primary.ema!));
  disposeTree([input, whole, pieces]);
});

tensorTest("stateToEvaluate() gives the averages where there are any", () => {
  const state = initialState(PRIMARY);
  assert.deepEqual(stateToEvaluate(state), {
    parameters: state.parameters,
    statistics: state.statistics,
  });
  const averaged = startEma(state);
  const { parameters, statistics } = stateToEvaluate(averaged);
  assert.deepEqual(Object.keys(parameters), Object.keys(state.parameters));
  assert.deepEqual(Object.keys(statistics), Object.keys(state.statistics));
  assert.deepEqual({ ...parameters, ...statistics }, averaged.ema);
  disposeTree(averaged);
});

tensorTest("update() refuses averages without a decay, and a decay that is none", () => {
  const { emaDecay: _, ...without } = OPTIONS;
  const input = {
    state: { primary: startEma(initialState(PRIMARY)) },
    batch: batch(),
    schedule: scheduleOf(),
  };
  assert.throws(() => trainingStep(without)(input), /'emaDecay' must be given/);
  disposeTree(input);
  for (const emaDecay of [1, -0.1, NaN]) {
    assert.throws(() => trainingStep({ ...OPTIONS, emaDecay })(input), /must be in \[0, 1\)/);
  }
});
